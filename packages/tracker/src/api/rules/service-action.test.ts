import { describe, expect, it } from 'vitest'
import { parseServiceAction } from './service-action.ts'

const destinations = [
  { id: 1, kind: 'slack', name: '#errors' },
  { id: 2, kind: 'slack', name: '#ops' },
  { id: 3, kind: 'discord', name: 'Game night' },
  { id: 4, kind: 'pagerduty', name: 'Checkout' },
  { id: 5, kind: 'webhook', name: 'robot' },
  { id: 6, kind: 'webhook', name: 'archive' },
  { id: 7, kind: 'teams', name: 'General' },
] as const

const slack = 'sentry.integrations.slack.notify_action.SlackNotifyServiceAction'
const service = 'sentry.rules.actions.notify_event_service.NotifyEventServiceAction'

describe('parseServiceAction()', () => {
  it.each([
    [{ id: slack, workspace: '1', channel: '#ops' }, 2],
    [{ id: slack, workspace: '1', channel: 'Errors' }, 1],
    [
      {
        id: 'sentry.integrations.discord.notify_action.DiscordNotifyServiceAction',
        server: 1,
        channel_id: 42,
      },
      3,
    ],
    [
      {
        id: 'sentry.integrations.pagerduty.notify_action.PagerDutyNotifyServiceAction',
        account: 1,
        service: 9,
      },
      4,
    ],
    [
      {
        id: 'sentry.integrations.msteams.notify_action.MsTeamsNotifyServiceAction',
        team: 1,
        channel: 'general',
      },
      7,
    ],
    [{ id: service, service: 'archive' }, 6],
  ])('CHN-23 finds the destination of %j', (node, destinationId) => {
    expect(parseServiceAction(node, destinations)).toEqual({ kind: 'channel', destinationId })
  })

  it.each([
    [{ id: slack, channel: '#nowhere' }, /no Slack destination named "nowhere".*"type": "slack"/],
    [{ id: service, service: 'webhooks' }, /no Webhook destination named "webhooks"/],
  ])('says what to do when there is none for %j', (node, expected) => {
    expect(() => parseServiceAction(node, destinations)).toThrow(expected)
  })

  it('leaves other actions alone', () => {
    for (const id of ['sentry.mail.actions.NotifyEmailAction', 'constructor', '__proto__'])
      expect(parseServiceAction({ id }, destinations)).toBeUndefined()
  })
})
