import { describe, expect, it } from 'vitest'
import { createSmtpSink, runTracker, until, type ParsedMail } from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'

const token = 'a-token-for-provisioning'

async function post(dsn: string, type: string): Promise<void> {
  const id = crypto.randomUUID().replaceAll('-', '')
  const response = await fetch(envelopeUrl(dsn), { method: 'POST', body: envelopeOf(id, type) })
  expect(response.status).toBe(200)
}

async function times(n: number, work: () => Promise<void>): Promise<void> {
  for (let at = 0; at < n; at += 1) await work()
}

function about(mails: readonly ParsedMail[], name: string): readonly ParsedMail[] {
  return mails.filter((mail) => mail.raw.includes(name))
}

describe('alerts, over real SMTP', () => {
  it('a frequency rule made by the API mails once at the eleventh event, and not for thirty more', async () => {
    await using sink = await createSmtpSink()
    await using tracker = await runTracker({
      env: { CULPRIT_SMTP_URL: sink.url, CULPRIT_API_TOKEN: token, CULPRIT_ADMIN_EMAIL: 'me@example.org' },
    })
    const made = await fetch(new URL('/api/0/projects/culprit/default/rules/', tracker.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Too often indeed',
        conditions: [
          {
            id: 'sentry.rules.conditions.event_frequency.EventFrequencyCondition',
            value: 10,
            interval: '1m',
          },
        ],
        actions: [
          {
            id: 'sentry.mail.actions.NotifyEmailAction',
            targetType: 'IssueOwners',
            fallthroughType: 'AllMembers',
          },
        ],
        frequency: 5,
      }),
    })
    expect(made.status).toBe(200)
    await times(10, () => post(tracker.dsn, 'OftenError'))
    await sink.waitForMails(1)
    await times(1, () => post(tracker.dsn, 'OftenError'))
    await until(() => about(sink.mails, 'Too often indeed').length === 1, { what: 'the mail of the rule' })
    await times(30, () => post(tracker.dsn, 'OftenError'))
    const api = async (): Promise<string | undefined> => {
      const response = await fetch(new URL('/api/0/projects/culprit/default/issues/', tracker.url), {
        headers: { authorization: `Bearer ${token}` },
      })
      const [issue] = (await response.json()) as readonly { readonly count: string }[]
      return issue?.count
    }
    await until(async () => (await api()) === '41', { what: 'all events' })
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(sink.mails).toHaveLength(2)
    expect(about(sink.mails, 'Too often indeed')).toHaveLength(1)
    expect(about(sink.mails, 'New issues and regressions')).toHaveLength(1)
  }, 60_000)
})
