import type { Directory, Project } from '../domain/project.ts'
import { organisationSlug } from '../domain/project.ts'
import type { ProjectScope } from '../ports/commands.ts'
import type { IssueRow, ReadModels } from '../ports/read-models.ts'
import { ApiError } from './api-error.ts'

/** What a caller may see. */
export interface Access {
  readonly projects: readonly Project[]
  readonly scope: ProjectScope
}

/** Returns what the owner and the token may see: all projects. */
export function fullAccess(directory: Directory): Access {
  return { projects: directory.projects, scope: directory.projects.map(({ id }) => id) }
}

/** Checks the organisation in a path. @throws {ApiError} 404 */
export function requireOrganisation(slug: string | undefined): void {
  if (slug !== organisationSlug) throw new ApiError(404, 'The requested resource does not exist')
}

/** Returns the project that a path names by slug or id. @throws {ApiError} 404 */
export function requireProject({ projects }: Access, name: string | undefined): Project {
  const project = projects.find(({ id, slug }) => slug === name || String(id) === name)
  if (!project) throw new ApiError(404, 'The requested resource does not exist')
  return project
}

/** Returns the issue that a path names by id or short id. @throws {ApiError} 404 also for issues outside the scope */
export async function requireIssue(
  reads: ReadModels,
  { scope }: Access,
  id: string | undefined,
): Promise<IssueRow> {
  const issue =
    id !== undefined && /^[1-9]\d{0,14}$/.test(id) ? await reads.issueById(scope, Number(id)) : undefined
  if (!issue) throw new ApiError(404, 'The requested resource does not exist')
  return issue
}
