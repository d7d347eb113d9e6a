import type { AlertAction, MailTarget } from '../../domain/alert-action.ts'
import type { AlertDestination } from '../../domain/alert.ts'
import type { Directory } from '../../domain/project.ts'

/**
 * Returns where a rule's alert goes, each place once. Where a mail has nobody to go to, the one destination has no
 * address, so that the outbox shows what could not be sent.
 */
export function destinationsOf(
  actions: readonly AlertAction[],
  directory: Directory,
): readonly AlertDestination[] {
  const addresses = new Set<string>()
  const channels = new Set<number>()
  for (const action of actions) {
    if (action.kind === 'channel') channels.add(action.destinationId)
    else for (const address of addressesOf(action.target, directory)) addresses.add(address)
  }
  if (addresses.size > 1) addresses.delete('')
  return [
    ...[...addresses].map((address): AlertDestination => ({ kind: 'mail', address })),
    ...[...channels].map((destinationId): AlertDestination => ({ kind: 'channel', destinationId })),
  ]
}

function addressesOf(target: MailTarget, { members }: Directory): readonly string[] {
  switch (target.kind) {
    case 'address':
      return [target.address]
    case 'member':
      return orNobody(members.filter(({ userId }) => userId === target.id))
    case 'owners':
    case 'all-members':
    case 'team':
      return orNobody(members)
  }
}

function orNobody(members: Directory['members']): readonly string[] {
  const addresses = members.map(({ email }) => email).filter((email) => email !== '')
  return addresses.length > 0 ? addresses : ['']
}
