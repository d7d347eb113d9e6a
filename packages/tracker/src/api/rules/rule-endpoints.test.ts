import { createTempDir, digestSamples, sampleFingerprint, sampleNow, type TempDir } from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../../engines/sqlite/open-reader.ts'
import { openWriter } from '../../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../../engines/sqlite/sqlite-writer.ts'
import { hashSecret } from '../../query/session-cookie.ts'
import { createApi, type Api } from '../router.ts'

const token = 'a-token-of-more-than-16'
const path = '/projects/culprit/default/rules/'
let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let api: Api

beforeEach(async () => {
  temp = await createTempDir()
  writer = await openWriter({ dataDir: temp.path, clock: () => sampleNow })
  await writer.provision({ now: sampleNow, dsnKey: 'a'.repeat(32), newKey: () => 'b'.repeat(32) })
  reader = openReader({ dataDir: temp.path, clock: () => sampleNow })
  api = createApi({
    reads: reader.reads,
    commands: writer.commands,
    clock: () => sampleNow,
    config: { baseUrl: 'https://errors.example.org', apiTokenHash: hashSecret(token), version: '0.1.0' },
    testDestination: () => Promise.reject(new Error('no test here')),
    reportError: (error) => expect.unreachable(String(error)),
  })
})

afterEach(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
})

async function ask(at: string, method = 'GET', body?: unknown): Promise<readonly [number, unknown]> {
  const response = await api.fetch(
    new Request(`https://errors.example.org/api/0${at}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      body: body === undefined ? null : JSON.stringify(body),
    }),
  )
  const text = await response.text()
  return [response.status, text === '' ? undefined : JSON.parse(text)]
}

const frequency = {
  id: 'sentry.rules.conditions.event_frequency.EventFrequencyCondition',
  value: '10',
  interval: '1m',
}
const share = {
  id: 'sentry.rules.conditions.event_frequency.EventFrequencyPercentCondition',
  value: 5,
  interval: '1h',
}
const mail = {
  id: 'sentry.mail.actions.NotifyEmailAction',
  targetType: 'IssueOwners',
  fallthroughType: 'ActiveMembers',
  extra: { kept: [1, null] },
}
const level = { id: 'sentry.rules.filters.level.LevelFilter', match: 'gte', level: '40' }
const body = {
  name: 'Often',
  conditions: [frequency],
  filters: [level],
  actions: [mail],
  actionMatch: 'any',
  filterMatch: 'all',
  frequency: 5,
  environment: 'production',
}

describe('the rules of a project', () => {
  it('send to the destination that an action of another service means, and keep the action as sent', async () => {
    const slack = {
      id: 'sentry.integrations.slack.notify_action.SlackNotifyServiceAction',
      workspace: '7',
      channel: '#errors',
    }
    const [status, refused] = await ask(path, 'POST', { ...body, actions: [slack] })
    expect([status, refused]).toMatchObject([
      400,
      { actions: [expect.stringContaining('no Slack destination')] },
    ])
    const settings = { url: 'https://hooks.slack.com/services/x' }
    await writer.commands.addDestination({ projectId: 1, kind: 'slack', name: 'errors', settings, now: 1 })
    const theirs = { id: 'culprit.actions.NotifyChannelAction', destination: 77 }
    expect(await ask(path, 'POST', { ...body, actions: [theirs] })).toMatchObject([
      400,
      { actions: ['There is no destination 77 in this project.'] },
    ])
    const ours = { ...theirs, destination: 1 }
    expect((await ask(path, 'POST', { ...body, name: 'Ours', actions: [ours] }))[0]).toBe(200)
    const [, made] = await ask(path, 'POST', { ...body, actions: [slack] })
    expect(made).toMatchObject({ actions: [slack] })
    expect(await reader.reads.alertRule([1], 3)).toMatchObject({
      actions: [{ kind: 'channel', destinationId: 1 }],
    })
  })

  it('ALR-35 ALR-34 begin with the default rule, in the shape of Sentry', async () => {
    expect(await ask(path)).toEqual([
      200,
      [
        {
          id: '1',
          name: 'New issues and regressions',
          conditions: [
            {
              id: 'sentry.rules.conditions.first_seen_event.FirstSeenEventCondition',
              name: 'a new issue is created',
            },
            {
              id: 'sentry.rules.conditions.regression_event.RegressionEventCondition',
              name: 'an issue changes from resolved to unresolved',
            },
          ],
          filters: [],
          actions: [
            {
              id: 'sentry.mail.actions.NotifyEmailAction',
              targetType: 'AllMembers',
              targetIdentifier: '',
              name: 'send a mail to all members',
            },
          ],
          actionMatch: 'any',
          filterMatch: 'all',
          frequency: 0,
          environment: null,
          dateCreated: new Date(sampleNow).toISOString(),
          dateModified: new Date(sampleNow).toISOString(),
          owner: null,
          createdBy: null,
          projects: ['default'],
          status: 'active',
          snooze: false,
          lastTriggered: null,
          quietHours: null,
          realertEvery: null,
        },
      ],
    ])
  })

  it('ALR-35 give back what was sent, with the words of each line', async () => {
    const [status, made] = await ask(path, 'POST', body)
    expect(status).toBe(200)
    const expected = {
      ...body,
      id: '2',
      conditions: [{ ...frequency, name: 'an issue is seen more than 10 times in one minute' }],
      filters: [{ ...level, name: "the event's level is at least error" }],
      actions: [{ ...mail, name: "send a mail to the issue's owners, else to all members" }],
    }
    expect(made).toMatchObject(expected)
    expect(await ask(`${path}2/`)).toMatchObject([200, expected])
    expect((await ask(path))[1]).toHaveLength(2)
  })

  it('ALR-35 need a name, conditions and actions alone', async () => {
    const few = { name: 'Few', conditions: [frequency], actions: [mail] }
    expect(await ask(path, 'POST', few)).toMatchObject([
      200,
      { actionMatch: 'all', filterMatch: 'all', frequency: 30, environment: null, filters: [] },
    ])
  })

  it('ALR-35 take filters among the conditions, as older clients send them', async () => {
    const old = { ...body, conditions: [frequency, level], filters: undefined }
    const [, made] = await ask(path, 'POST', old)
    expect(made).toMatchObject({ conditions: [{ id: frequency.id }], filters: [{ id: level.id }] })
  })

  it('ALR-35 change as far as they are sent, and go', async () => {
    await ask(path, 'POST', body)
    const quietHours = { from: '22:00', to: '07:30', timeZone: 'Europe/Amsterdam' }
    const change = { name: 'Rather often', status: 'disabled', quietHours, realertEvery: 100 }
    expect(await ask(`${path}2/`, 'PUT', change)).toMatchObject([
      200,
      { ...change, conditions: [frequency], filters: [level], actions: [mail], frequency: 5 },
    ])
    expect(await ask(`${path}2/`, 'PUT', { conditions: [{ ...frequency, value: 3 }] })).toMatchObject([
      200,
      { name: 'Rather often', conditions: [{ value: 3 }] },
    ])
    expect(await ask(`${path}2/`, 'DELETE')).toEqual([202, undefined])
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(await ask(`${path}2/`, method, method === 'PUT' ? {} : undefined)).toMatchObject([404, {}])
  })

  it.each([
    [{}, { name: /required/, conditions: /required/, actions: /required/ }],
    [{ ...body, name: ' ' }, { name: /blank/ }],
    [{ ...body, name: 'x'.repeat(257) }, { name: /256/ }],
    [{ ...body, frequency: 4 }, { frequency: /greater than or equal to 5/ }],
    [{ ...body, frequency: 43_201 }, { frequency: /less than or equal to 43200/ }],
    [{ ...body, frequency: 'soon' }, { frequency: /valid integer/ }],
    [{ ...body, actionMatch: 'some' }, { actionMatch: /"some" is not a valid choice/ }],
    [{ ...body, actions: [] }, { actions: /Must select an action/ }],
    [{ ...body, conditions: 'x' }, { conditions: /list/ }],
    [{ ...body, conditions: ['x'] }, { conditions: /Expected a mapping/ }],
    [{ ...body, conditions: [{}] }, { conditions: /Missing attribute 'id'/ }],
    [{ ...body, conditions: [{ id: 'no.such.Condition' }] }, { conditions: /Could not find 'no\.such/ }],
    [{ ...body, conditions: [{ ...frequency, value: 'x' }] }, { conditions: /"value"/ }],
    [
      { ...body, conditions: [{ ...frequency, interval: '2m' }] },
      { conditions: /"interval" must be one of 1m/ },
    ],
    [
      { ...body, conditions: [{ ...frequency, comparisonType: 'percent' }] },
      { conditions: /comparisonInterval/ },
    ],
    [{ ...body, filters: [{ id: 'no.such.Filter' }] }, { filters: /Known filters/ }],
    [{ ...body, actions: [{ ...mail, targetType: 'Dog' }] }, { actions: /targetType/ }],
    [
      { ...body, actions: [{ ...mail, targetType: 'Address', targetIdentifier: 'a@b\r\nBcc: c@d' }] },
      { actions: /mail address/ },
    ],
    [{ ...body, quietHours: { from: '25:00', to: '07:00' } }, { quietHours: /times of day/ }],
    [{ ...body, quietHours: { from: '22:00', to: '07:00', timeZone: 'Mars' } }, { quietHours: /IANA/ }],
    [{ ...body, realertEvery: 0 }, { realertEvery: /at least 1/ }],
  ] as const)('ALR-36 refuse %j by field', async (sent, expected) => {
    const [status, answer] = await ask(path, 'POST', sent)
    expect([status, Object.keys(answer as object)]).toEqual([400, Object.keys(expected)])
    for (const [key, text] of Object.entries(expected))
      expect(answer).toMatchObject({ [key]: [expect.stringMatching(text)] })
    expect((await ask(path))[1]).toHaveLength(1)
  })

  it('ALR-36 refuse members and teams that do not exist', async () => {
    const to = (targetType: string, targetIdentifier: number) => ({
      ...body,
      actions: [{ ...mail, targetType, targetIdentifier }],
    })
    expect((await ask(path, 'POST', to('Member', 1)))[0]).toBe(200)
    expect(await ask(path, 'POST', to('Member', 7))).toEqual([400, { actions: ['There is no member 7.'] }])
    expect(await ask(path, 'POST', to('Team', 1))).toEqual([400, { actions: ['There is no team 1.'] }])
    const assigned = { id: 'sentry.rules.filters.assigned_to.AssignedToFilter', targetType: 'Team' }
    expect(await ask(path, 'POST', { ...body, filters: [{ ...assigned, targetIdentifier: 3 }] })).toEqual([
      400,
      { filters: ['There is no team 3.'] },
    ])
  })

  it('ALR-14 ALR-35 take a share of sessions as Sentry has it, and give it back', async () => {
    const conditions = [{ ...share, comparisonType: 'count' }]
    expect(await ask(path, 'POST', { ...body, conditions })).toMatchObject([
      200,
      {
        conditions: [
          { ...conditions[0], name: 'an issue affects more than 5 percent of sessions in one hour' },
        ],
      },
    ])
    expect(await reader.reads.alertRule([1], 2)).toMatchObject({
      conditions: [{ kind: 'session-share', value: 5, interval: '1h' }],
    })
    const changed = { ...share, value: '0.5', interval: '1m' }
    expect((await ask(`${path}2/`, 'PUT', { conditions: [changed] }))[0]).toBe(200)
    expect((await ask(path))[1]).toMatchObject([{}, { conditions: [changed] }])
  })

  it.each([
    [{ value: 100.5 }, '"value" must be a number from 0 to 100.'],
    [{ value: -1 }, '"value" must be a number from 0 to 100.'],
    [{ value: 'x' }, '"value" must be a number from 0 to 100.'],
    [{ value: undefined }, '"value" is missing.'],
    [{ interval: '1d' }, '"interval" must be one of 1m, 5m, 10m, 30m, 1h.'],
    [{ comparisonType: 'percent' }, expect.stringContaining('use EventFrequencyCondition')],
  ])('ALR-14 ALR-36 refuse a share of sessions with %j', async (more, sentence) => {
    expect(await ask(path, 'POST', { ...body, conditions: [{ ...share, ...more }] })).toEqual([
      400,
      { conditions: [sentence] },
    ])
  })

  it('ALR-14 ALR-32 try a share of sessions on the past, and say when there are too few', async () => {
    const preview = async (): Promise<unknown> =>
      (await ask(`${path}preview/`, 'POST', { ...body, conditions: [share], filters: [] }))[1]
    const origin = { projectId: 1, startedAt: sampleNow, environment: 'production' }
    const sessions = (started: number) =>
      [{ kind: 'aggregate', ...origin, started, errored: 0, crashed: 0 }] as const
    const store = { digest: writer.digest, encodeBlock }
    const events = [1, 2, 3, 4].map((n) => sampleFingerprint(n))
    await digestSamples(store, events, {}, sessions(49))
    expect(await preview()).toMatchObject({
      fires: 0,
      sessions: { lastHour: 49, note: expect.stringContaining('below 50') },
    })
    await digestSamples(store, [], { upTo: { segment: 2, offset: 0 } }, sessions(1))
    expect(await preview()).toMatchObject({
      fires: 1,
      sessions: { lastHour: 50, note: '50 sessions began in production in the last hour.' },
      alerts: [{ reason: expect.stringContaining('6 % of sessions in production within one hour') }],
    })
    expect((await ask(`${path}preview/`, 'POST', body))[1]).toMatchObject({ sessions: null })
  })

  it('ALR-36 refuse what is no JSON, and another organisation or project', async () => {
    const response = await api.fetch(
      new Request(`https://errors.example.org/api/0${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: '{',
      }),
    )
    expect(response.status).toBe(400)
    expect((await ask('/projects/culprit/none/rules/', 'POST', body))[0]).toBe(404)
    expect((await ask('/projects/none/default/rules/'))[0]).toBe(404)
  })
})
