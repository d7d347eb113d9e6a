import type { DigestPlan } from '../domain/digest-plan.ts'
import type { Directory } from '../domain/project.ts'

/**
 * Returns an error for each event that could not be digested: the fault is the tracker's. Those of the internal project
 * are left out, since the report of an error that cannot be digested would be the next one.
 */
export function parkErrors(
  plans: readonly Pick<DigestPlan, 'parked'>[],
  { projects }: Directory,
): readonly Error[] {
  const internal = new Set(projects.filter((project) => project.internal).map(({ id }) => id))
  return plans
    .flatMap(({ parked }) => parked)
    .filter(({ projectId }) => !internal.has(projectId))
    .map(({ projectId, error }) => withoutStack(`An event of project ${projectId} was parked: ${error}`))
}

/** The stack would be that of who tells of it. */
function withoutStack(message: string): Error {
  const error = new Error(message)
  error.name = 'ParkedEvent'
  error.stack = ''
  return error
}
