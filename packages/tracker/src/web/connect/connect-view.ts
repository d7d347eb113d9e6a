import { formatDsn } from '@culprit/wire'
import type { Instant } from '../../domain/instant.ts'
import type { Project } from '../../domain/project.ts'
import type { IngestLogEntry } from '../../ports/ingest-status.ts'
import type { PageContext } from '../context.ts'
import { javascriptPlatforms } from './javascript-platforms.ts'
import { otherPlatforms } from './other-platforms.ts'
import type { Platform, SnippetStep } from './platform.ts'

/** All platforms with a snippet, in the order in which the picker shows them. */
export const platforms: readonly Platform[] = [...javascriptPlatforms, ...otherPlatforms]

/** The connect page of a project: what its HTML, JSON and Markdown are made from. */
export interface ConnectView {
  readonly project: { readonly id: number; readonly slug: string; readonly name: string }
  /** Undefined when every key is switched off. */
  readonly dsn?: string | undefined
  readonly platform: { readonly id: string; readonly name: string }
  readonly steps: readonly SnippetStep[]
  /** The issue that was seen last, once there is one. */
  readonly received?: ReceivedIssue | undefined
  /** Newest first, at most 50. */
  readonly log: readonly LogLine[]
  readonly now: Instant
}

/** What has arrived, as the card says it. */
export interface ReceivedIssue {
  readonly shortId: string
  readonly title: string
  readonly href: string
  readonly at: Instant
}

/** One request at the ingest endpoints. */
export interface LogLine {
  readonly seq: number
  readonly at: Instant
  readonly client: string
  /** `project 1`, as the DSN of the client said it. */
  readonly target: string
  readonly status: number
  readonly kind: 'taken' | 'ignored' | 'refused'
  /** What came, or why not, in words. */
  readonly text: string
}

/** Returns the connect view of a project. `platformId` that is unknown or absent means the first platform. */
export async function connectView(
  ctx: PageContext,
  project: Project,
  platformId: string | null,
): Promise<ConnectView> {
  const { reads, ingest, config } = ctx.deps
  const scope = [project.id]
  const [keys, page, log] = await Promise.all([
    reads.keys(scope),
    reads.issues({ scope, sort: 'last-seen', limit: 1, now: ctx.now }),
    ingest.recent(),
  ])
  const key = keys.find(({ enabled }) => enabled)
  const dsn = key && dsnOf(config.baseUrl, { publicKey: key.publicKey, projectId: project.id })
  const platform = platforms.find(({ id }) => id === platformId) ?? platforms[0]
  const latest = page.rows[0]
  return {
    project: { id: project.id, slug: project.slug, name: project.name },
    dsn,
    platform: { id: platform?.id ?? '', name: platform?.name ?? '' },
    steps: dsn && platform ? platform.steps(dsn) : [],
    received: latest && {
      shortId: latest.shortId,
      title: latest.title,
      href: `/issues/${latest.shortId}`,
      at: latest.lastSeen,
    },
    log: log
      .filter((entry) => entry.projectId === undefined || entry.projectId === project.id)
      .slice(0, 50)
      .map((entry) => toLogLine(entry, project.id)),
    now: ctx.now,
  }
}

/** Returns the DSN of a key under the address that people and SDKs use. */
function dsnOf(baseUrl: string, key: { readonly publicKey: string; readonly projectId: number }): string {
  const url = new URL(baseUrl)
  return formatDsn({
    protocol: url.protocol === 'https:' ? 'https' : 'http',
    publicKey: key.publicKey,
    host: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname.replace(/\/$/, ''),
    projectId: String(key.projectId),
  })
}

/** Item types that become events; a request with none of them was taken and is not shown anywhere. */
const kept: ReadonlySet<string> = new Set([
  'event',
  'user_report',
  'feedback',
  'raw_security',
  'security',
  'minidump',
  'attachment',
])

/** Clients that do not name themselves are shown by their User-Agent, which browsers make long. */
const clientLength = 60

function toLogLine(entry: IngestLogEntry, projectId: number): LogLine {
  const refused = entry.status >= 400
  const ignored = !refused && entry.items.length > 0 && !entry.items.some((item) => kept.has(item))
  const came = entry.items.length > 0 ? entry.items.slice(0, 6).join(', ') : entry.endpoint
  return {
    seq: entry.seq,
    at: entry.at,
    client: (entry.client ?? 'unknown client').slice(0, clientLength),
    target: `project ${entry.pathProject || '?'}`,
    status: entry.status,
    kind: refused ? 'refused' : ignored ? 'ignored' : 'taken',
    text: refused
      ? refusalText(entry, projectId)
      : ignored
        ? `${came} (no errors in it, nothing to show)`
        : withReason(came, entry.reason),
  }
}

function withReason(came: string, reason: string | undefined): string {
  return reason === undefined ? came : `${came} (${reason})`
}

function refusalText(entry: IngestLogEntry, projectId: number): string {
  const reason = shortReason(entry.reason) ?? `refused with ${entry.status}`
  const other =
    entry.projectId === undefined &&
    /^\d+$/.test(entry.pathProject) &&
    Number(entry.pathProject) !== projectId
  if (other) return `${reason}: its DSN ends in /${entry.pathProject}, yours in /${projectId}`
  return entry.dsnSeen === undefined ? reason : `${reason}; its DSN is ${entry.dsnSeen}`
}

/** The answer to the client has words around the reason that SDKs look for, and the DSN, which the page says better. */
function shortReason(reason: string | undefined): string | undefined {
  return reason
    ?.replace(/^event submission rejected with_reason: */, '')
    .replace(/; the DSN understood is \S+$/, '')
}
