import { createTempDir, digestSamples, sampleFingerprint, sampleNow, type TempDir } from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../../engines/sqlite/open-reader.ts'
import { openWriter } from '../../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../../engines/sqlite/sqlite-writer.ts'
import { hashSecret } from '../../query/session-cookie.ts'
import { createApi, type Api } from '../router.ts'

const token = 'a-token-of-more-than-16'
let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let api: Api

beforeEach(async () => {
  temp = await createTempDir()
  writer = await openWriter({ dataDir: temp.path, clock: () => sampleNow })
  await writer.provision({
    now: sampleNow,
    dsnKey: 'a'.repeat(32),
    newKey: () => 'b'.repeat(32),
    adminEmail: 'me@example.org',
  })
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

const members = '/organizations/culprit/members/'
const teams = '/organizations/culprit/teams/'
const ownership = '/projects/culprit/default/ownership/'

describe('who is told', () => {
  it('ALR-30 members are added, say what they want, and go; the owner stays', async () => {
    expect(await ask(members)).toMatchObject([200, [{ id: '1', email: 'me@example.org' }]])
    expect(await ask(members, 'POST', { email: 'ada@example.org', name: 'Ada' })).toMatchObject([
      201,
      { id: '2', name: 'Ada', alerts: { wants: {}, quietHours: null, weeklyReport: false } },
    ])
    const alerts = {
      wants: { '*': 'mine', default: 'nothing' },
      quietHours: { from: '22:00', to: '07:00', timeZone: 'UTC' },
      weeklyReport: true,
    }
    expect(await ask(`${members}2/`, 'PUT', { alerts })).toMatchObject([200, { alerts }])
    expect(await ask(`${members}2/`, 'PUT', { alerts: { quietHours: null } })).toMatchObject([
      200,
      { alerts: { ...alerts, quietHours: null } },
    ])
    expect(await ask(`${members}2/`, 'DELETE')).toEqual([204, undefined])
    expect((await ask(`${members}1/`, 'DELETE'))[0]).toBe(403)
    expect((await ask(`${members}2/`))[0]).toBe(404)
  })

  it.each([
    [members, 'POST', { email: 'no' }, { email: [expect.stringMatching(/valid/)] }],
    [members, 'POST', { email: 'ME@example.org' }, { email: [expect.stringMatching(/already/)] }],
    [`${members}1/`, 'PUT', { alerts: { wants: { '*': 'some' } } }, { wants: [expect.any(String)] }],
    [`${members}1/`, 'PUT', { alerts: { quietHours: {} } }, { quietHours: [expect.any(String)] }],
    [teams, 'POST', { slug: 'No Slug' }, { slug: [expect.any(String)] }],
    [teams, 'POST', { slug: 'x', name: ' ' }, { name: [expect.any(String)] }],
    [
      ownership,
      'PUT',
      { raw: 'src/* #x\npath:a' },
      { raw: [expect.stringMatching(/^Line 1: "src/), expect.stringMatching(/^Line 2: "path:a"/)] },
    ],
    [ownership, 'PUT', { raw: 'path:a #no' }, { raw: [expect.stringMatching(/^Line 1: There is no team/)] }],
  ])('ALR-30 %s %s refuses %j', async (path, method, body, answer) => {
    expect(await ask(path, method, body)).toEqual([400, answer])
  })

  it('ALR-30 teams have members, and own what rules say', async () => {
    expect(await ask(teams, 'POST', { slug: 'payments', name: 'Payments' })).toMatchObject([201, { id: '1' }])
    expect((await ask(teams, 'POST', { slug: 'payments' }))[0]).toBe(409)
    expect(await ask(`${members}1/teams/payments/`, 'POST')).toMatchObject([201, { members: ['1'] }])
    const raw = 'path:src/* #payments'
    expect(await ask(ownership, 'PUT', { raw })).toMatchObject([200, { raw }])
    expect(await ask(`${members}1/teams/payments/`, 'DELETE')).toMatchObject([200, { members: [] }])
    expect(await ask('/teams/culprit/payments/', 'DELETE')).toEqual([204, undefined])
    expect(await ask(teams)).toEqual([200, []])
  })

  it('ALR-38 teams are renamed, in the rules that name them too, and projects are theirs', async () => {
    await ask(teams, 'POST', { slug: 'payments', name: 'Payments' })
    await ask(teams, 'POST', { slug: 'web' })
    await ask(ownership, 'PUT', { raw: 'path:src/* #payments' })
    const team = '/teams/culprit/payments/'
    expect(await ask(team, 'PUT', { slug: 'web' })).toMatchObject([409, {}])
    expect(await ask(team, 'PUT', { slug: 'money', name: 'Money' })).toMatchObject([
      200,
      { slug: 'money', name: 'Money' },
    ])
    expect((await ask(team))[0]).toBe(404)
    expect(await ask(ownership)).toMatchObject([200, { raw: 'path:src/* #money' }])
    const ofProject = '/projects/culprit/default/teams/'
    expect(await ask(`${ofProject}money/`, 'POST')).toMatchObject([201, { projects: [{ slug: 'default' }] }])
    expect(await ask(ofProject)).toMatchObject([200, [{ slug: 'money' }]])
    expect(await ask(`${ofProject}money/`, 'DELETE')).toMatchObject([200, { projects: [] }])
    expect(await ask(ofProject)).toEqual([200, []])
  })

  it('ALR-18 an issue is assigned to a member or a team, and to nobody again', async () => {
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1)])
    await ask(teams, 'POST', { slug: 'payments', name: 'Payments' })
    const issue = '/organizations/culprit/issues/1/'
    const me = { type: 'user', id: '1', email: 'me@example.org', name: 'me@example.org' }
    for (const name of ['user:1', '1', 'me@example.org'])
      expect(await ask(issue, 'PUT', { assignedTo: name })).toMatchObject([200, { assignedTo: me }])
    expect(await ask(issue, 'PUT', { assignedTo: 'team:1' })).toMatchObject([
      200,
      { assignedTo: { type: 'team', slug: 'payments' } },
    ])
    expect(await ask('/projects/culprit/default/issues/')).toMatchObject([
      200,
      [{ assignedTo: { type: 'team', id: '1' } }],
    ])
    expect(await ask(issue, 'PUT', { assignedTo: 'bob' })).toEqual([
      400,
      { assignedTo: ['Unknown actor input'] },
    ])
    expect(await ask(issue, 'PUT', { assignedTo: '' })).toMatchObject([200, { assignedTo: null }])
  })

  it('ALR-8 an issue is ignored until something, which the API says', async () => {
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1)])
    const issue = '/organizations/culprit/issues/1/'
    const ignore = (statusDetails: unknown): Promise<readonly [number, unknown]> =>
      ask(issue, 'PUT', { status: 'ignored', statusDetails })
    expect(await ignore({ ignoreDuration: 30, ignoreCount: 5 })).toMatchObject([
      200,
      {
        status: 'ignored',
        statusDetails: { ignoreUntil: new Date(sampleNow + 1_800_000).toISOString(), ignoreCount: 5 },
      },
    ])
    expect(await ignore({ ignoreCount: 5, ignoreWindow: 60 })).toMatchObject([
      400,
      { statusDetails: [expect.any(String)] },
    ])
    expect(await ignore({ ignoreCount: 'x' })).toMatchObject([400, {}])
    expect(await ask(issue, 'PUT', { status: 'unresolved' })).toMatchObject([200, { statusDetails: {} }])
  })

  it('ALR-32 a rule is tried on the past by POST, and nothing is stored', async () => {
    const events = [1, 2, 3].map((n) => sampleFingerprint(n, { problem: n }))
    await digestSamples({ digest: writer.digest, encodeBlock }, events)
    const rule = {
      name: 'New',
      conditions: [{ id: 'sentry.rules.conditions.first_seen_event.FirstSeenEventCondition' }],
      actions: [{ id: 'sentry.mail.actions.NotifyEmailAction', targetType: 'IssueOwners' }],
    }
    expect(await ask('/projects/culprit/default/rules/preview/', 'POST', rule)).toMatchObject([
      200,
      {
        summary: 'would have fired 3 times in the last 7 days',
        fires: 3,
        issues: 3,
        complete: true,
        alerts: [{ reason: 'A new issue was found.' }, {}, {}],
      },
    ])
    expect((await ask('/projects/culprit/default/rules/'))[1]).toHaveLength(1)
  })
})
