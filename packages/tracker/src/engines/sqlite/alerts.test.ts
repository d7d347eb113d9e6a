import {
  createTempDir,
  sampleFingerprint,
  sampleId,
  sampleNow,
  samplePayload,
  type TempDir,
} from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAddressBook } from '../../digest/alerts/destinations.ts'
import { createAlertHistory } from '../../digest/alerts/alert-history.ts'
import { createRuleBook } from '../../digest/alerts/rule-book.ts'
import { findSilence } from '../../digest/alerts/silence-watch.ts'
import { createCommitter, type Committer } from '../../digest/commit.ts'
import type { AlertRuleDraft } from '../../domain/alert-rule.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../../domain/instant.ts'
import type { SessionReport } from '../../domain/session-report.ts'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { createMailRenderer } from '../../notify/mail-renderer.ts'
import type { Mail } from '../../ports/mailer.ts'
import { openReader, type SqliteReader } from './open-reader.ts'
import { openWriter } from './open-writer.ts'
import type { SqliteWriter } from './sqlite-writer.ts'

const scope = [1]
let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let committer: Committer
let now: number
let sent: number

beforeEach(async () => {
  temp = await createTempDir()
  now = sampleNow
  sent = 0
  await open()
  await writer.provision({
    now,
    dsnKey: sampleId(7),
    newKey: () => sampleId(8),
    adminEmail: 'me@example.org',
  })
  await writer.commands.deleteAlertRule({ scope, ruleId: 1 })
})

afterEach(async () => {
  await close()
  await temp.remove()
})

async function open(): Promise<void> {
  writer = await openWriter({ dataDir: temp.path, clock: () => now })
  reader = openReader({ dataDir: temp.path, clock: () => now })
  await refresh()
}

async function close(): Promise<void> {
  reader.close()
  await writer.close()
}

/** As the writer's thread does when rules or people have changed, or after a restart. */
async function refresh(): Promise<void> {
  const rules = createRuleBook(await writer.commands.alertRules())
  const addresses = createAddressBook(await writer.commands.alertPeople())
  committer = createCommitter({
    store: writer.digest,
    alerts: () => ({ rules, addresses }),
    history: createAlertHistory(reader.windows),
    clock: () => now,
  })
}

async function restart(): Promise<void> {
  await close()
  await open()
}

async function addRule(more: Partial<AlertRuleDraft>): Promise<number> {
  const draft: AlertRuleDraft = {
    name: 'Rule',
    conditions: [],
    filters: [],
    actions: [{ kind: 'mail', target: { kind: 'all-members' } }],
    actionMatch: 'all',
    filterMatch: 'all',
    frequencyMinutes: 30,
    enabled: true,
    ...more,
  }
  const rule = await writer.commands.createAlertRule({ scope, projectId: 1, draft, now })
  await refresh()
  return typeof rule === 'string' ? expect.fail(rule) : rule.id
}

type Parts = NonNullable<Parameters<typeof sampleFingerprint>[1]>

/** Digests a batch of events that were received now, and what is said of sessions. */
async function digest(
  count = 1,
  parts: Parts | ((n: number) => Parts) = {},
  sessions: readonly SessionReport[] = [],
): Promise<void> {
  const events = Array.from({ length: count }, (_, slot): FingerprintedEvent => {
    sent += 1
    const own = typeof parts === 'function' ? parts(slot) : parts
    return { ...sampleFingerprint(sent, { received: now, ...own }), block: 0, slot }
  })
  await committer.commit({
    lane: 'main',
    upTo: { segment: 1, offset: sent },
    entries: [],
    events,
    blocks:
      events.length === 0 ? [] : [encodeBlock(events.map((event) => JSON.stringify(samplePayload(event))))],
    sessions,
    userReports: [],
    attachments: [],
    outcomes: [],
    parked: [],
  })
}

/** What fired so far, oldest first. */
async function fired(): Promise<readonly string[]> {
  return (await reader.reads.alerts(scope, { limit: 200 })).map(({ reason }) => reason).toReversed()
}

const often = (value: number, interval: '1m' | '1h' | '1d' = '1m') =>
  ({ kind: 'event-count', value, interval }) as const

describe('rules over stored events', () => {
  it('ALR-10 a threshold fires with the event that passes it, and counts events of the window alone', async () => {
    await addRule({ conditions: [often(10)] })
    await digest(6)
    now += 61 * secondMs
    await digest(10)
    expect(await fired()).toEqual([])
    await digest(1)
    expect(await fired()).toEqual(['11 events within one minute, more than 10.'])
  })

  it('ALR-5 a rule fires for an issue once in its time; what comes meanwhile is lost to it', async () => {
    await addRule({ conditions: [often(2)], frequencyMinutes: 30 })
    await digest(3)
    await digest(30)
    await digest(4, { problem: 2 })
    now += 30 * minuteMs - 1
    await digest(5)
    expect(await fired()).toHaveLength(2)
    expect(writer.alerts.takeTally()).toMatchObject({ fired: 2, suppressed: 2, messages: 2 })
    now += 1
    await digest(1)
    expect(await fired()).toHaveLength(3)
  })

  it('ALR-33 a restart neither loses nor doubles a fire', async () => {
    await addRule({ conditions: [often(10, '1h')] })
    await digest(10)
    await restart()
    await digest(1)
    expect(await fired()).toEqual(['11 events within one hour, more than 10.'])
    await restart()
    await digest(20)
    expect(await fired()).toHaveLength(1)
  })

  it('ALR-33 a rule counts what came before it was made', async () => {
    await digest(10)
    await addRule({ conditions: [often(10, '1d')] })
    await digest(1)
    expect(await fired()).toEqual(['11 events within one day, more than 10.'])
  })

  it('ALR-33 a batch that was not stored is not counted', async () => {
    await addRule({ conditions: [often(10)] })
    await digest(9)
    const { apply } = writer.digest
    const fail = {
      ...writer.digest,
      apply: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    }
    const [rules, people] = [await writer.commands.alertRules(), await writer.commands.alertPeople()]
    const history = createAlertHistory(reader.windows)
    const facts = { rules: createRuleBook(rules), addresses: createAddressBook(people) }
    let store = { ...writer.digest }
    committer = createCommitter({
      store: { ...writer.digest, apply: (plan) => store.apply(plan) },
      alerts: () => facts,
      history,
      clock: () => now,
    })
    store = fail
    await expect(digest(1)).rejects.toThrow('full')
    store = { ...store, apply }
    await digest(1)
    expect(await fired()).toEqual([])
    await digest(1)
    expect(await fired()).toHaveLength(1)
  })

  it('ALR-33 fires as counting by hand says, whatever comes when, and however often it is restarted', async () => {
    await addRule({ conditions: [often(3)], frequencyMinutes: 5 })
    // Steps of a small generator, so that a failure is the same each time.
    let state = 42
    const pick = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
    const times = new Map<number, number[]>()
    const lastFires = new Map<number, number>()
    let expected = 0
    for (let step = 0; step < 150; step += 1) {
      now += pick(4) === 0 ? pick(6 * minuteMs) : pick(20 * secondMs)
      if (pick(10) === 0) await restart()
      const problem = 1 + pick(3)
      const own = times.get(problem) ?? []
      times.set(problem, own)
      const count = 1 + pick(3)
      await digest(count, { problem })
      for (let n = 0; n < count; n += 1) own.push(now)
      const seen = own.filter((at) => at > now - minuteMs).length
      const isQuiet = now - (lastFires.get(problem) ?? -Infinity) < 5 * minuteMs
      if (seen <= 3 || isQuiet) continue
      lastFires.set(problem, now)
      expected += 1
    }
    expect(expected).toBeGreaterThan(10)
    expect(await fired()).toHaveLength(expected)
  })

  it('ALR-13 counts users, each once', async () => {
    await addRule({ conditions: [{ kind: 'user-count', value: 2, interval: '1h' }] })
    for (const user of ['a', 'b', 'a', 'b', 'b']) await digest(1, { userKey: `id:${user}` })
    expect(await fired()).toEqual([])
    await restart()
    await digest(1, { userKey: 'id:c' })
    expect(await fired()).toEqual(['3 users within one hour, more than 2.'])
  })

  it('ALR-12 compares with the same time before', async () => {
    await addRule({
      conditions: [{ kind: 'event-count', value: 100, interval: '1h', comparedTo: '1d' }],
      frequencyMinutes: 5,
    })
    await digest(10)
    expect(await fired()).toEqual([])
    now += dayMs
    await digest(20)
    expect(await fired()).toEqual([])
    now += 2 * minuteMs
    await digest(1)
    expect(await fired()).toEqual([
      '21 events within one hour, 110 % more than the 10 of the same time one day before; the limit is 100 %.',
    ])
  })

  it('ALR-2 counts in its environment alone', async () => {
    await addRule({ conditions: [often(3)], environment: 'production' })
    await digest(3, { environment: 'production' })
    await digest(5, { environment: 'staging' })
    await digest(5, { environment: undefined })
    expect(await fired()).toEqual([])
    await digest(1, { environment: 'production' })
    expect(await fired()).toEqual(['4 events in production within one minute, more than 3.'])
  })

  it('ALR-6 an issue is new in an environment once, over a restart too', async () => {
    await addRule({ conditions: [{ kind: 'new-issue' }], environment: 'production', frequencyMinutes: 0 })
    await digest(1, { environment: 'staging' })
    expect(await fired()).toEqual([])
    await digest(2, { environment: 'production' })
    await restart()
    await digest(1, { environment: 'production' })
    await writer.digest.flushCounters()
    await restart()
    await digest(1, { environment: 'production' })
    expect(await fired()).toEqual(['An issue was seen in production for the first time.'])
  })

  it('ALR-7 ALR-1 a regression fires; an ignored issue does not', async () => {
    await addRule({ conditions: [{ kind: 'regression' }], frequencyMinutes: 0 })
    await addRule({ conditions: [{ kind: 'every-event' }], frequencyMinutes: 0 })
    await digest(1)
    await writer.commands.setIssueStatus({ scope, issueId: 1, status: 'resolved', now })
    await digest(1)
    await writer.commands.setIssueStatus({ scope, issueId: 1, status: 'ignored', now })
    await digest(5)
    expect(await fired()).toEqual(['An event came in.', 'A resolved issue came back.', 'An event came in.'])
  })

  it.each([
    ['until a time', { until: sampleNow + hourMs }, hourMs, 1],
    ['until so many events', { count: 5 }, 0, 3],
  ])('ALR-8 an issue that is ignored %s is open again, and tells', async (_, snooze, wait, more) => {
    await addRule({ conditions: [{ kind: 'reappeared' }], frequencyMinutes: 0 })
    await digest(1)
    await writer.commands.setIssueStatus({ scope, issueId: 1, status: 'ignored', snooze, now })
    await digest(1)
    expect(await reader.reads.issueById(scope, 1)).toMatchObject({ status: 'ignored' })
    now += wait
    await digest(more)
    expect(await reader.reads.issueById(scope, 1)).toMatchObject({
      status: 'unresolved',
      substatus: 'ongoing',
      snooze: undefined,
    })
    expect(await fired()).toEqual(['An ignored issue is open again.'])
  })

  it('ALR-8 an issue can be ignored until so many users', async () => {
    await addRule({ conditions: [{ kind: 'reappeared' }], frequencyMinutes: 0 })
    await digest(1, { userKey: 'id:a' })
    await writer.commands.setIssueStatus({ scope, issueId: 1, status: 'ignored', snooze: { users: 2 }, now })
    await digest(1, { userKey: 'id:b' })
    await writer.digest.flushCounters()
    await digest(1, { userKey: 'id:b' })
    expect(await fired()).toHaveLength(1)
  })

  it('ALR-24 fires again after so many further events', async () => {
    await addRule({ conditions: [{ kind: 'new-issue' }], realertEvery: 10, frequencyMinutes: 0 })
    await digest(1)
    await digest(9)
    expect(await fired()).toHaveLength(1)
    await digest(1)
    await digest(15)
    expect(await fired()).toEqual([
      'A new issue was found.',
      '10 more events since the last alert.',
      '10 more events since the last alert.',
    ])
  })

  it('ALR-19 the latest release is the one that was first seen last, over a restart too', async () => {
    await addRule({ filters: [{ kind: 'latest-release' }], frequencyMinutes: 0 })
    await digest(1, { release: 'a' })
    now += secondMs
    await digest(1, { release: 'b' })
    await digest(1, { release: 'a' })
    expect(await fired()).toHaveLength(2)
    await writer.digest.flushCounters()
    await restart()
    await digest(1, { release: 'a' })
    await digest(1, { release: 'b' })
    expect(await fired()).toHaveLength(3)
  })

  it('ALR-15 silence fires once, and again after the next', async () => {
    const ruleId = await addRule({ conditions: [{ kind: 'no-events', interval: '1h' }], frequencyMinutes: 5 })
    const watch = async (): Promise<void> => {
      const rules = createRuleBook(await writer.commands.alertRules())
      const addresses = createAddressBook(await writer.commands.alertPeople())
      const facts = { rules, addresses, store: reader.windows, startedAt: sampleNow, now }
      await writer.alerts.fire(await findSilence(facts))
    }
    await digest(1)
    now += hourMs
    await watch()
    expect(await fired()).toEqual([])
    now += 1
    await watch()
    now += hourMs
    await watch()
    expect(await fired()).toEqual(['No event for one hour.'])
    await digest(1)
    now += hourMs + 1
    await watch()
    expect(await reader.reads.alerts(scope, { ruleId, limit: 10 })).toMatchObject([
      { fires: 2, issueId: undefined, eventId: undefined },
      { fires: 1 },
    ])
  })
})

/** Sessions that began in a minute before now. */
function began(started: number, minutesAgo = 0, environment = 'production'): SessionReport {
  const startedAt = now - minutesAgo * minuteMs
  return { kind: 'aggregate', projectId: 1, startedAt, environment, started, errored: 0, crashed: 0 }
}

describe('a share of sessions', () => {
  const share = (value: number, interval: '5m' | '1h' = '1h') =>
    ({ kind: 'session-share', value, interval }) as const

  it('ALR-14 fires with the event that passes it, by the sessions of the last hour, over a restart too', async () => {
    await addRule({ conditions: [share(10)] })
    await digest(0, {}, [began(40, 59), began(60)])
    await digest(10)
    expect(await fired()).toEqual([])
    await restart()
    await digest(1)
    expect(await fired()).toEqual([
      '11 % of sessions within one hour, more than 10 %: 11 events for 100 sessions (100 in the last hour).',
    ])
    await restart()
    await digest(20)
    expect(await fired()).toHaveLength(1)
  })

  it('ALR-14 needs fifty sessions, and forgets those of an hour ago', async () => {
    await addRule({ conditions: [share(10)], frequencyMinutes: 0 })
    await digest(6, {}, [began(49)])
    expect(await fired()).toEqual([])
    await digest(1, {}, [began(1)])
    expect(await fired()).toHaveLength(1)
    now += hourMs
    await digest(6)
    expect(await fired()).toHaveLength(1)
  })

  it('ALR-14 ALR-2 counts events and sessions of the environment of the rule alone', async () => {
    await addRule({ conditions: [share(10)], environment: 'staging' })
    await digest(0, {}, [began(1000), began(50, 0, 'staging')])
    await digest(20)
    await digest(5, { environment: 'staging' })
    expect(await fired()).toEqual([])
    await digest(1, { environment: 'staging' })
    expect(await fired()).toEqual([
      '12 % of sessions in staging within one hour, more than 10 %: 6 events for 50 sessions (50 in the last hour).',
    ])
  })

  it('ALR-14 counts the sessions that came with the events, and each batch once though it was not stored at first', async () => {
    await addRule({ conditions: [share(10)], frequencyMinutes: 0 })
    await digest(1, {}, [began(10)])
    const history = createAlertHistory(reader.windows)
    const facts = {
      rules: createRuleBook(await writer.commands.alertRules()),
      addresses: createAddressBook(await writer.commands.alertPeople()),
    }
    let isFull = true
    committer = createCommitter({
      store: {
        ...writer.digest,
        apply: (plan) =>
          isFull
            ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
            : writer.digest.apply(plan),
      },
      alerts: () => facts,
      history,
      clock: () => now,
    })
    await expect(digest(5, {}, [began(30)])).rejects.toThrow('full')
    isFull = false
    await digest(5, {}, [began(30)])
    // Six events and forty sessions: had the thirty counted twice, that would be a share of seventy.
    expect(await fired()).toEqual([])
    await digest(1, {}, [began(20)])
    expect(await fired()).toEqual([
      '12 % of sessions within one hour, more than 10 %: 7 events for 60 sessions (60 in the last hour).',
    ])
  })

  it('ALR-14 names the projects that should send sessions', async () => {
    const projects = async (): Promise<readonly number[]> =>
      createRuleBook(await writer.commands.alertRules()).sessionProjects
    const ruleId = await addRule({ conditions: [often(1), share(10)], actionMatch: 'any' })
    expect(await projects()).toEqual([1])
    const [rule] = await writer.commands.alertRules()
    if (rule)
      await writer.commands.updateAlertRule({ scope, ruleId, draft: { ...rule, enabled: false }, now })
    expect(await projects()).toEqual([])
  })
})

describe('messages to one destination', () => {
  const states = async (): Promise<Readonly<Record<string, number>>> => {
    const rows = await reader.reads.deliveries(scope, 200)
    return Object.fromEntries(
      [...Map.groupBy(rows, ({ row }) => `${row.message.kind} ${row.state}`)].map(([key, all]) => [
        key,
        all.length,
      ]),
    )
  }

  it('ALR-29 pass the rate into one digest, which is due by the delays and counts what it leaves out', async () => {
    await addRule({ conditions: [{ kind: 'new-issue' }] })
    await digest(700, (problem) => ({ problem }))
    expect(writer.alerts.takeTally()).toMatchObject({ fired: 700, messages: 60, folded: { flood: 640 } })
    now += 5 * minuteMs
    expect(await writer.outbox.due(now, 1000, { to: 'mail' })).toHaveLength(60)
    now += 25 * minuteMs
    const due = await writer.outbox.due(now, 1000, { to: 'mail' })
    expect(due.map(({ message }) => message.kind).filter((kind) => kind === 'digest')).toHaveLength(1)
    const digestRow = due.find(({ message }) => message.kind === 'digest')
    const content = await reader.reads.alertsOfDigest(scope, digestRow?.id ?? 0)
    expect(content.total).toBe(640)
    expect(content.lines.length).toBeLessThanOrEqual(50)
  })

  it('ALR-29 a digest tells how many it leaves out; a digest of one alert is that alert', async () => {
    const lunch = { from: 12 * 60, to: 13 * 60, timeZone: 'UTC' }
    await addRule({ name: 'Lunch', conditions: [{ kind: 'new-issue' }], quietHours: lunch })
    const render = createMailRenderer({
      reads: reader.reads,
      baseUrl: 'https://errors.example',
      linkKey: new Uint8Array(32),
    })
    await digest(1)
    const mailOf = async (): Promise<Mail | undefined> => {
      const [row] = await writer.outbox.due(now + hourMs, 10, { to: 'mail' })
      return row && render(row)
    }
    expect(await mailOf()).toMatchObject({
      subject: '[default] TypeError: problem 1 (new)',
      to: 'me@example.org',
      headers: { 'X-Culprit-Rule': 'Lunch' },
    })
    await digest(599, (problem) => ({ problem: problem + 2 }))
    const mail = await mailOf()
    expect(mail?.subject).toBe('[default] 600 alerts about at least 50 issues')
    expect(mail?.text).toContain('The first 50 are listed by rule and issue; 550 are left out.')
    expect(mail?.text).toContain('These came in quiet hours.')
  })

  it('ALR-31 a weekly report is written once a week', async () => {
    await digest(3)
    await writer.digest.flushCounters()
    const write = (at: number): Promise<string> =>
      writer.commands.writeWeeklyReport({
        userId: 1,
        since: at - 7 * dayMs,
        now: at,
        notAfter: at - 6 * dayMs,
      })
    expect([await write(now), await write(now + hourMs), await write(now + 7 * dayMs)]).toEqual([
      'done',
      'not-due',
      'done',
    ])
    expect(await writer.outbox.due(now, 10, { to: 'mail' })).toMatchObject([
      { message: { kind: 'weekly', userId: 1 }, destination: { address: 'me@example.org' } },
    ])
    expect(await reader.reads.weekOfProjects(now + hourMs)).toMatchObject([
      {
        projectName: 'default',
        events: 3,
        newIssues: 1,
        open: 1,
        loudest: [{ shortId: 'DEFAULT-1', events: 3 }],
      },
    ])
  })

  it('ALR-29 fill up again by the hour, over a restart too', async () => {
    await addRule({ conditions: [{ kind: 'new-issue' }] })
    await digest(60, (problem) => ({ problem: problem + 1 }))
    await restart()
    await digest(1, { problem: 61 })
    now += 2 * minuteMs
    for (let problem = 62; problem <= 64; problem += 1) await digest(1, { problem })
    expect(writer.alerts.takeTally()).toMatchObject({ messages: 2, folded: { flood: 2 } })
  })

  it('ALR-28 digests hold repeats only for who asked, and never the first fire', async () => {
    await addRule({ conditions: [{ kind: 'every-event' }], frequencyMinutes: 0 })
    await digest(2)
    expect(await states()).toEqual({ 'alert pending': 2 })
    await writer.commands.setDigests({ address: 'ME@example.org', digests: true, now })
    await digest(2)
    await digest(1, { problem: 2 })
    expect(await states()).toEqual({ 'alert pending': 3, 'alert folded': 2, 'digest pending': 1 })
  })

  it('ALR-25 wait for the end of quiet hours, of the rule or of the member', async () => {
    // Noon.
    const lunch = { from: 12 * 60, to: 13 * 60, timeZone: 'UTC' }
    await addRule({ conditions: [{ kind: 'new-issue' }], quietHours: lunch })
    await digest(1)
    expect(await writer.outbox.due(now + hourMs - 1, 10, { to: 'mail' })).toEqual([])
    expect(await writer.outbox.due(now + hourMs, 10, { to: 'mail' })).toMatchObject([
      { message: { kind: 'digest' } },
    ])
    const night = { from: 22 * 60, to: 14 * 60, timeZone: 'UTC' }
    await writer.commands.changeMember({ userId: 1, settings: { quietHours: night } })
    await refresh()
    await digest(1, { problem: 2 })
    expect(await writer.outbox.due(now + 2 * hourMs - 1, 10, { to: 'mail' })).toEqual([])
    expect(await writer.outbox.due(now + 2 * hourMs, 10, { to: 'mail' })).toHaveLength(1)
  })
})
