import type { AlertAction, MailTarget } from '../../domain/alert-action.ts'
import { choiceOf, integerOf, NodeError, textOf, type RuleNode } from './rule-node.ts'
import { parseServiceAction, serviceActionIds, type ActionDestination } from './service-action.ts'

const ids = {
  mail: 'sentry.mail.actions.NotifyEmailAction',
  channel: 'culprit.actions.NotifyChannelAction',
} as const

/** Reads an action. @throws {NodeError} when it is none that is known here, or not whole */
export function parseAction(node: RuleNode, destinations: readonly ActionDestination[]): AlertAction {
  const service = parseServiceAction(node, destinations)
  if (service !== undefined) return service
  if (node['id'] === ids.mail) return { kind: 'mail', target: parseTarget(node) }
  if (node['id'] === ids.channel) return parseChannel(node, destinations)
  throw new NodeError(
    `Invalid node. Could not find '${String(node['id']).slice(0, 100)}'. Known actions: ${ids.mail}, ${ids.channel} with the id of a "destination", ${serviceActionIds.join(', ')}.`,
  )
}

function parseChannel(node: RuleNode, destinations: readonly ActionDestination[]): AlertAction {
  const destinationId = integerOf(node, 'destination', [1, Number.MAX_SAFE_INTEGER])
  if (destinations.some(({ id }) => id === destinationId)) return { kind: 'channel', destinationId }
  throw new NodeError(`There is no destination ${destinationId} in this project.`)
}

function parseTarget(node: RuleNode): MailTarget {
  const type = choiceOf(node, 'targetType', ['IssueOwners', 'Team', 'Member', 'AllMembers', 'Address'])
  switch (type) {
    case 'IssueOwners':
      return {
        kind: 'owners',
        // Who was active of late is not known here: all members are told.
        fallthrough: node['fallthroughType'] === 'NoOne' ? 'nobody' : 'all-members',
      }
    case 'AllMembers':
      return { kind: 'all-members' }
    case 'Team':
    case 'Member': {
      const id = integerOf(node, 'targetIdentifier', [1, Number.MAX_SAFE_INTEGER])
      return { kind: type === 'Team' ? 'team' : 'member', id }
    }
    case 'Address': {
      const address = textOf(node, 'targetIdentifier')
      if (!/^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+$/.test(address))
        throw new NodeError('"targetIdentifier" must be a mail address.')
      return { kind: 'address', address }
    }
  }
}

/** Returns an action as clients know it. */
export function actionNode(action: AlertAction): RuleNode {
  if (action.kind === 'channel') return { id: ids.channel, destination: action.destinationId }
  const { target } = action
  const id = ids.mail
  switch (target.kind) {
    case 'owners':
      return {
        id,
        targetType: 'IssueOwners',
        fallthroughType: target.fallthrough === 'nobody' ? 'NoOne' : 'AllMembers',
        targetIdentifier: '',
      }
    case 'all-members':
      return { id, targetType: 'AllMembers', targetIdentifier: '' }
    case 'team':
      return { id, targetType: 'Team', targetIdentifier: target.id }
    case 'member':
      return { id, targetType: 'Member', targetIdentifier: target.id }
    case 'address':
      return { id, targetType: 'Address', targetIdentifier: target.address }
  }
}
