import { formatDsn } from '@culprit/wire'
import { organisationSlug, type Project, type ProjectKey } from '../domain/project.ts'

/** A project as the API serves it. */
export interface ProjectJson {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly platform: string | null
  readonly dateCreated: string
  readonly status: string
  readonly organization: OrganisationJson
}

/** The one organisation as the API serves it. */
export interface OrganisationJson {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly dateCreated: string
  readonly status: { readonly id: string; readonly name: string }
  readonly links: { readonly organizationUrl: string; readonly regionUrl: string }
  readonly features: readonly string[]
}

/** A client key as the API serves it. */
export interface KeyJson {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly public: string
  readonly projectId: number
  readonly isActive: boolean
  readonly rateLimit: { readonly window: number; readonly count: number } | null
  readonly dsn: {
    readonly public: string
    readonly secret: string
    readonly security: string
    readonly csp: string
  }
}

/** Returns the organisation. It is as old as its first project. */
export function organisationJson(projects: readonly Project[], baseUrl: string): OrganisationJson {
  const createdAt = Math.min(...projects.map((project) => project.createdAt), Number.MAX_SAFE_INTEGER)
  return {
    id: '1',
    slug: organisationSlug,
    name: 'Culprit',
    dateCreated: new Date(projects.length === 0 ? 0 : createdAt).toISOString(),
    status: { id: 'active', name: 'active' },
    links: { organizationUrl: baseUrl, regionUrl: baseUrl },
    features: [],
  }
}

/** Returns a project. */
export function projectJson(project: Project, organization: OrganisationJson): ProjectJson {
  return {
    id: String(project.id),
    slug: project.slug,
    name: project.name,
    platform: null,
    dateCreated: new Date(project.createdAt).toISOString(),
    status: 'active',
    organization,
  }
}

/** Returns a key. DSNs have no secret part any more; clients that want one get the public DSN. */
export function keyJson(key: ProjectKey, baseUrl: string): KeyJson {
  const url = new URL(baseUrl)
  const path = url.pathname.replace(/\/$/, '')
  const dsn = formatDsn({
    protocol: url.protocol === 'https:' ? 'https' : 'http',
    publicKey: key.publicKey,
    host: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path,
    projectId: String(key.projectId),
  })
  const security = `${baseUrl}/api/${key.projectId}/security/?sentry_key=${key.publicKey}`
  return {
    id: key.publicKey,
    name: 'Default',
    label: 'Default',
    public: key.publicKey,
    projectId: key.projectId,
    isActive: key.enabled,
    rateLimit: key.eventsPerMinute === undefined ? null : { window: 60, count: key.eventsPerMinute },
    dsn: { public: dsn, secret: dsn, security, csp: security },
  }
}
