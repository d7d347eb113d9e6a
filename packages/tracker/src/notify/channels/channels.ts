import { channelKinds, type ChannelKind } from '../../domain/destination.ts'
import type { Channel } from './channel.ts'
import { discord } from './discord.ts'
import { mattermost } from './mattermost.ts'
import { ntfy } from './ntfy.ts'
import { pagerduty } from './pagerduty.ts'
import { slack } from './slack.ts'
import { teams } from './teams.ts'
import { telegram } from './telegram.ts'
import { webhook } from './webhook.ts'

const byKind: Readonly<Record<ChannelKind, Channel>> = {
  webhook,
  slack,
  discord,
  teams,
  mattermost,
  telegram,
  ntfy,
  pagerduty,
}

/** Every channel besides mail, in the order that people are offered them. */
export const channels: readonly Channel[] = channelKinds.map((kind) => byKind[kind])

/** Returns the channel of a kind. */
export function channelOf(kind: ChannelKind): Channel {
  return byKind[kind]
}
