import { requireOrganisation, requireProject } from './access.ts'
import type { ApiCall } from './api-call.ts'
import { apiJson } from './api-error.ts'
import { keyJson, organisationJson, projectJson } from './project-json.ts'

/** Answers what this is, in the words `sentry-cli info` looks for. */
export async function getRoot({ deps }: ApiCall): Promise<Response> {
  return apiJson({
    version: '0',
    auth: { scopes: ['org:read', 'project:read', 'event:read', 'event:write'] },
    user: null,
    server: `culprit ${deps.config.version}`,
  })
}

/** Lists the one organisation. */
export async function listOrganisations({ access, deps }: ApiCall): Promise<Response> {
  return apiJson([organisationJson(access.projects, deps.config.baseUrl)])
}

/** Answers the one organisation. */
export async function getOrganisation({ access, deps, params }: ApiCall): Promise<Response> {
  requireOrganisation(params['org'])
  return apiJson(organisationJson(access.projects, deps.config.baseUrl))
}

/** Lists the projects; the internal one is not among them. */
export async function listProjects({ access, deps, params }: ApiCall): Promise<Response> {
  if (params['org'] !== undefined) requireOrganisation(params['org'])
  const organisation = organisationJson(access.projects, deps.config.baseUrl)
  return apiJson(
    access.projects.filter(({ internal }) => !internal).map((project) => projectJson(project, organisation)),
  )
}

/** Answers one project. */
export async function getProject({ access, deps, params }: ApiCall): Promise<Response> {
  requireOrganisation(params['org'])
  const project = requireProject(access, params['project'])
  return apiJson(projectJson(project, organisationJson(access.projects, deps.config.baseUrl)))
}

/** Lists a project's client keys with their DSNs. */
export async function listKeys({ access, deps, params }: ApiCall): Promise<Response> {
  requireOrganisation(params['org'])
  const project = requireProject(access, params['project'])
  const keys = await deps.reads.keys([project.id])
  return apiJson(keys.map((key) => keyJson(key, deps.config.baseUrl)))
}
