import type { Directory } from '../domain/project.ts'

/**
 * Returns the addresses that are told about a project's issues. The internal project tells nobody; where no member
 * has an address the one recipient is '', so that the outbox shows what could not be sent.
 */
export function recipientsOf(directory: Directory, projectId: number): readonly string[] {
  const project = directory.projects.find((candidate) => candidate.id === projectId)
  if (project?.internal === true) return []
  const addresses = directory.members.map((member) => member.email).filter((email) => email !== '')
  return addresses.length > 0 ? [...new Set(addresses)] : ['']
}
