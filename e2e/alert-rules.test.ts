import { describe, expect, it } from 'vitest'
import {
  createApiClient,
  createSmtpSink,
  createTempDir,
  runTracker,
  until,
  type ParsedMail,
  type TrackerProcess,
} from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'

const frequency = {
  id: 'sentry.rules.conditions.event_frequency.EventFrequencyCondition',
  value: 10,
  interval: '1m',
}
const mail = {
  id: 'sentry.mail.actions.NotifyEmailAction',
  targetType: 'IssueOwners',
  fallthroughType: 'AllMembers',
}

async function send(dsn: string, type: string, count = 1): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const id = crypto.randomUUID().replaceAll('-', '')
    const response = await fetch(envelopeUrl(dsn), { method: 'POST', body: envelopeOf(id, type) })
    expect(response.status).toBe(200)
  }
}

async function addRule(tracker: TrackerProcess, rule: unknown): Promise<void> {
  const response = await fetch(new URL('/api/0/projects/culprit/default/rules/', tracker.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${tracker.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  })
  expect(response.status).toBe(200)
}

/** Waits until that many events are digested, and a moment longer, in which a mail too many would come. */
async function settled(tracker: TrackerProcess, events: number): Promise<void> {
  const client = createApiClient({ url: tracker.url, token: tracker.apiToken })
  const counted = async (): Promise<boolean> => {
    const issues = await client.issues()
    return issues.reduce((sum, { count }) => sum + Number(count), 0) >= events
  }
  await until(counted, { what: `${events} events` })
  await new Promise((resolve) => setTimeout(resolve, 1000))
}

const about = (mails: readonly ParsedMail[], name: string): readonly ParsedMail[] =>
  mails.filter((each) => each.text.includes(name))

/** The address of a link at the end of a mail. */
function linkOf(sent: ParsedMail | undefined, label: string): string {
  return new RegExp(`${label}: (\\S+)`).exec(sent?.text ?? '')?.[1] ?? expect.fail(`no link ${label}`)
}

describe('alerts, over real SMTP', () => {
  it('ALR-10 ALR-5 a frequency rule made by the API mails once at the eleventh event, and not for thirty more', async () => {
    await using sink = await createSmtpSink()
    await using tracker = await runTracker({ env: { CULPRIT_SMTP_URL: sink.url } })
    await addRule(tracker, {
      name: 'Too often indeed',
      conditions: [frequency],
      actions: [mail],
      frequency: 5,
    })
    await send(tracker.dsn, 'OftenError', 10)
    await settled(tracker, 10)
    expect(sink.mails).toHaveLength(1)
    await send(tracker.dsn, 'OftenError')
    await until(() => about(sink.mails, 'Too often indeed').length === 1, { what: 'the mail of the rule' })
    await send(tracker.dsn, 'OftenError', 30)
    await settled(tracker, 41)
    expect(sink.mails).toHaveLength(2)
    expect(about(sink.mails, 'Too often indeed')).toHaveLength(1)
    const [first] = about(sink.mails, 'New issues and regressions')
    expect(first?.text).not.toContain('Too often indeed')
    expect(about(sink.mails, 'Too often indeed')[0]?.text).toContain(
      'Too often indeed: 11 events within one minute, more than 10.',
    )
  }, 60_000)

  it('ALR-33 a kill between the tenth event and the eleventh neither loses the alert nor doubles it', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const env = { CULPRIT_SMTP_URL: sink.url }
    const first = await runTracker({ dataDir: dir.path, env })
    await addRule(first, { name: 'Too often indeed', conditions: [frequency], actions: [mail], frequency: 5 })
    await send(first.dsn, 'OftenError', 10)
    await settled(first, 10)
    await first.kill('SIGKILL')
    const second = await runTracker({ dataDir: dir.path, env })
    await send(second.dsn, 'OftenError')
    await until(() => about(sink.mails, 'Too often indeed').length === 1, { what: 'the mail of the rule' })
    await settled(second, 11)
    await second.kill('SIGKILL')
    await using third = await runTracker({ dataDir: dir.path, env })
    await send(third.dsn, 'OftenError', 15)
    await settled(third, 26)
    expect(about(sink.mails, 'Too often indeed')).toHaveLength(1)
  }, 90_000)

  it('ALR-29 a flood of new issues makes a bounded number of mails, and the metrics count the rest', async () => {
    await using sink = await createSmtpSink()
    await using tracker = await runTracker({
      env: { CULPRIT_SMTP_URL: sink.url, CULPRIT_MESSAGES_PER_HOUR: '5' },
    })
    const types = Array.from({ length: 400 }, (_, n) => `Flood${n}Error`)
    for (let at = 0; at < types.length; at += 20)
      await Promise.all(types.slice(at, at + 20).map((type) => send(tracker.dsn, type)))
    const client = createApiClient({ url: tracker.url, token: tracker.apiToken })
    await until(async () => (await client.metrics())['culprit_alerts_fired_total'] === 400)
    await until(() => sink.mails.length >= 5)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(sink.mails).toHaveLength(5)
    expect(await client.metrics()).toMatchObject({
      culprit_alert_messages_total: 5,
      'culprit_alert_messages_folded_total{reason="flood"}': 395,
    })
  }, 60_000)

  it('ALR-27 links in a mail mute the issue and unsubscribe, after a click and without signing in', async () => {
    await using sink = await createSmtpSink()
    await using tracker = await runTracker({ env: { CULPRIT_SMTP_URL: sink.url } })
    await addRule(tracker, { name: 'All of it', conditions: [], actions: [mail], frequency: 0 })
    await send(tracker.dsn, 'MuteError')
    const [first] = await sink.waitForMails(2)
    const mute = linkOf(first, 'Mute this issue')
    expect(await (await fetch(mute)).text()).toContain('<form method="post"')
    const client = createApiClient({ url: tracker.url, token: tracker.apiToken })
    expect((await client.issues())[0]?.status).toBe('unresolved')
    expect((await fetch(mute, { method: 'POST' })).status).toBe(200)
    expect((await client.issues())[0]?.status).toBe('ignored')
    const header = first?.headers['list-unsubscribe'] ?? ''
    expect(first?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    const oneClick = await fetch(/<(.*)>/.exec(header)?.[1] ?? '', {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    })
    expect(oneClick.status).toBe(200)
    await send(tracker.dsn, 'OtherError', 3)
    await settled(tracker, 4)
    expect(sink.mails).toHaveLength(2)
  }, 60_000)

  it('ALR-30 a member who was added is told, as they wish', async () => {
    await using sink = await createSmtpSink()
    await using tracker = await runTracker({
      env: { CULPRIT_SMTP_URL: sink.url, CULPRIT_ADMIN_EMAIL: 'me@example.org' },
    })
    const call = async (path: string, method: string, body: unknown): Promise<void> => {
      const response = await fetch(new URL(`/api/0/organizations/culprit/members/${path}`, tracker.url), {
        method,
        headers: { authorization: `Bearer ${tracker.apiToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(response.ok).toBe(true)
    }
    await call('', 'POST', { email: 'ada@example.org' })
    await send(tracker.dsn, 'OneError')
    await sink.waitForMails(2)
    await call('2/', 'PUT', { alerts: { wants: { default: 'mine' } } })
    await send(tracker.dsn, 'TwoError')
    await settled(tracker, 2)
    expect(sink.mails.map(({ to }) => to[0]).toSorted()).toEqual([
      'ada@example.org',
      'me@example.org',
      'me@example.org',
    ])
  }, 60_000)
})
