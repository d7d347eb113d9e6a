import type { AlertAction } from '../../domain/alert-action.ts'
import type { ChannelKind, Destination } from '../../domain/destination.ts'
import { channelOf } from '../../notify/channels/channels.ts'
import { NodeError, type RuleNode } from './rule-node.ts'

/** A destination as actions of other services find it. */
export type ActionDestination = Pick<Destination, 'id' | 'kind' | 'name'>

interface ServiceAction {
  readonly kind: ChannelKind
  /** The keys that may name the destination. */
  readonly keys: readonly string[]
  /** What the service calls it is a number that nobody would name a destination after. */
  readonly byNumber?: true
}

/** Sentry's actions of services that are destinations here. */
const services: Readonly<Record<string, ServiceAction>> = {
  'sentry.integrations.slack.notify_action.SlackNotifyServiceAction': { kind: 'slack', keys: ['channel'] },
  'sentry.integrations.discord.notify_action.DiscordNotifyServiceAction': {
    kind: 'discord',
    keys: ['channel_id'],
    byNumber: true,
  },
  'sentry.integrations.msteams.notify_action.MsTeamsNotifyServiceAction': {
    kind: 'teams',
    keys: ['channel'],
  },
  'sentry.integrations.pagerduty.notify_action.PagerDutyNotifyServiceAction': {
    kind: 'pagerduty',
    keys: ['service'],
    byNumber: true,
  },
  'sentry.rules.actions.notify_event_service.NotifyEventServiceAction': {
    kind: 'webhook',
    keys: ['service'],
    byNumber: true,
  },
}

/** The ids of these actions. */
export const serviceActionIds: readonly string[] = Object.keys(services)

/**
 * Reads an action of another service: it goes to the destination of that kind that has the name which the action says
 * (`#errors`, with or without `#`). Where services are known by number, and for webhooks, the only destination of the
 * kind will do. Undefined for other actions.
 * @throws {NodeError} when there is no such destination
 */
export function parseServiceAction(
  node: RuleNode,
  destinations: readonly ActionDestination[],
): AlertAction | undefined {
  const id = String(node['id'])
  const service = Object.hasOwn(services, id) ? services[id] : undefined
  if (service === undefined) return undefined
  const ofKind = destinations.filter(({ kind }) => kind === service.kind)
  const named = service.keys.map((key) => bare(node[key])).filter((name) => name !== '')
  const found = ofKind.find(({ name }) => named.includes(bare(name)))
  const only = service.byNumber && ofKind.length === 1 ? ofKind[0] : undefined
  const destination = found ?? only
  if (destination !== undefined) return { kind: 'channel', destinationId: destination.id }
  const wanted = named[0] === undefined ? '' : ` named "${named[0].slice(0, 100)}"`
  const { title } = channelOf(service.kind)
  throw new NodeError(
    `There is no ${title} destination${wanted} in this project. Add one under Alerts, Destinations, or by POST to .../destinations/ with "type": "${service.kind}".`,
  )
}

function bare(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  return String(value).trim().replace(/^[#@]/, '').toLowerCase()
}
