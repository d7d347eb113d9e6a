import type { ProjectKey } from '../domain/project.ts'
import type { Exchange } from './exchange.ts'
import type { Unwanted } from './reply.ts'

/** Returns what the applications of a project are told to stop sending. */
export function unwantedOf({ deps }: Exchange, { projectId }: ProjectKey): Unwanted {
  return deps.asksForSessions(projectId) ? 'all-but-sessions' : 'all'
}
