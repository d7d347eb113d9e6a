import {
  createHttpSink,
  createSmtpSink,
  createTempDir,
  digestSamples,
  hostileStrings,
  sampleFingerprint,
  sampleFire,
  sampleNow,
  type HttpSink,
  type TempDir,
} from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../../engines/sqlite/open-reader.ts'
import { openWriter } from '../../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../../engines/sqlite/sqlite-writer.ts'
import { noPrivateAccess } from '../../notify/address-guard.ts'
import {
  pagesUrl,
  signInPages,
  type SignedInPages,
  type SignInPagesOptions,
} from '../../../test/web/sign-in-pages.ts'

const secret = 'very-secret-token-of-a-hook'

let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let sink: HttpSink
let pages: SignedInPages

beforeEach(async () => {
  temp = await createTempDir()
  sink = await createHttpSink()
  writer = await openWriter({ dataDir: temp.path, clock: () => sampleNow })
  await writer.provision({ now: sampleNow, dsnKey: 'a'.repeat(32), newKey: () => 'b'.repeat(32) })
  reader = openReader({ dataDir: temp.path, clock: () => sampleNow })
  await open()
})

afterEach(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
  await sink.close()
})

async function open(options: Omit<SignInPagesOptions, 'writer' | 'reader'> = {}): Promise<void> {
  pages = await signInPages({ writer, reader, ...options })
}

const get = (path: string): Promise<Response> => pages.get(path)
const post = (path: string, form?: Readonly<Record<string, string>>, token?: string): Promise<Response> =>
  pages.post(path, form, token)
const text = async (answer: Promise<Response>): Promise<string> => (await answer).text()
const hook = (): string => `${sink.url}/hooks/${secret}`

async function addSlack(name = '#errors'): Promise<void> {
  const added = await post('/alerts/destinations/new?kind=slack', { name, url: hook() })
  expect(added.headers.get('location')).toBe('/alerts/destinations/1?saved')
}

describe('the pages of destinations', () => {
  it('CHN-10 add one, list it, and show its secret on no page', async () => {
    expect(await text(get('/alerts/destinations/new?kind=slack'))).toContain('Webhook URL')
    expect(await (await get('/alerts/destinations/new.json?kind=slack')).json()).toMatchObject({
      title: 'Slack',
      fields: [{ name: 'url', type: 'secret-url' }],
    })
    expect(await text(get('/alerts/destinations/new.md?kind=slack'))).toContain('- `url`, Webhook URL')
    await addSlack()
    for (const path of [
      '/alerts/destinations',
      '/alerts/destinations/1',
      '/alerts/destinations/1.json',
      '/alerts/destinations.md',
    ]) {
      const page = await text(get(path))
      expect(page, path).toContain('#errors')
      expect(page, path).not.toContain(secret)
    }
  })

  it('show a form again with what is wrong, and do not send secrets back', async () => {
    const again = await post('/alerts/destinations/new?kind=telegram', { token: `123:${secret}`, chat: '#x' })
    expect(again.status).toBe(400)
    const page = await again.text()
    expect(page).toContain('A name is needed')
    expect(page).toContain('A chat is a number')
    expect(page).toContain('#x')
    expect(page).not.toContain(secret)
  })

  it('keep a secret that is left empty, and the record of failures when only the name changes', async () => {
    await addSlack()
    sink.answer({ status: 500 })
    await post('/alerts/destinations/1/test')
    expect((await post('/alerts/destinations/1', { name: 'renamed', url: '' })).status).toBe(303)
    const found = await reader.reads.destination([1], 1)
    expect(found).toMatchObject({ name: 'renamed', settings: { url: hook() }, health: { failures: 1 } })
  })

  it('show a signing secret once', async () => {
    const added = await post('/alerts/destinations/new?kind=webhook', { name: 'hook', url: hook() })
    expect(added.status).toBe(200)
    const made = /id="made-secret">([\w-]{43})</.exec(await added.text())?.[1] ?? expect.fail('no secret')
    expect((await reader.reads.destination([1], 1))?.settings?.['secret']).toBe(made)
    expect(await text(get('/alerts/destinations/1'))).not.toContain(made)
  })

  it('CHN-19 send a test and show the real request and answer, as a page and for the script', async () => {
    await addSlack()
    sink.answer({ status: 403, body: 'invalid_token' })
    expect((await post('/alerts/destinations/1/test')).headers.get('location')).toBe(
      '/alerts/destinations/1?tested#state',
    )
    const page = await text(get('/alerts/destinations/1?tested'))
    for (const part of [
      '<details open',
      'invalid_token',
      '403',
      'POST ',
      '[Filtered]',
      'user-agent: Culprit/test',
    ])
      expect(page).toContain(part)
    const answer = await post('/alerts/destinations/1/test.json')
    expect(await answer.json()).toMatchObject({
      attempt: { status: 403, outcome: 'failed', answer: 'invalid_token' },
    })
    expect(sink.requests).toHaveLength(2)
  })

  it('CHN-14 name a blocked host, and stand as a banner on every page after three failures', async () => {
    await open({ access: noPrivateAccess })
    await addSlack('ops')
    for (let i = 0; i < 3; i += 1) await post('/alerts/destinations/1/test')
    expect(sink.requests).toHaveLength(0)
    expect(await text(get('/alerts/destinations/1'))).toContain('127.0.0.1 is a private address')
    expect(await text(get('/usage'))).toContain('Alerts do not reach ops.')
  })

  it('send what waited while a destination was off, when asked to', async () => {
    await addSlack()
    const destinations = [{ kind: 'channel', destinationId: 1 }] as const
    const events = [sampleFingerprint(1)]
    await digestSamples({ digest: writer.digest, encodeBlock }, events, {
      fires: [sampleFire([], { destinations })],
    })
    const [row] = await writer.outbox.due(sampleNow, 1, { to: 'channels' })
    const outboxId = row?.id ?? expect.fail('no row')
    await writer.commands.changeDestination({ scope: [1], id: 1, enabled: false, now: sampleNow })
    const attempt = { outboxId, at: sampleNow, ok: false, detail: 'off', ms: 0 }
    await writer.outbox.finish(outboxId, attempt, { state: 'held', reason: 'off' })
    expect(await text(get('/alerts/destinations/1'))).toContain(
      'One alert waits until it is switched on again.',
    )
    await post('/alerts/destinations/1/switch', { enabled: 'true' })
    expect(await text(get('/alerts/destinations/1'))).toContain('Send it now')
    await post('/alerts/destinations/1/send-held')
    expect(await writer.outbox.due(sampleNow, 1, { to: 'channels' })).toHaveLength(1)
  })

  it('switch off and on, and remove', async () => {
    await addSlack()
    await post('/alerts/destinations/1/switch', { enabled: 'false' })
    expect(await text(get('/alerts/destinations/1'))).toContain('Switch on')
    await post('/alerts/destinations/1/switch', { enabled: 'true' })
    expect(await text(get('/alerts/destinations/1'))).toContain('Switch off')
    expect((await post('/alerts/destinations/1/remove')).headers.get('location')).toBe('/alerts/destinations')
    expect((await get('/alerts/destinations/1')).status).toBe(404)
  })

  it('CHN-30 change nothing without the token of the session', async () => {
    await addSlack()
    for (const path of [
      '/alerts/destinations/1/test',
      '/alerts/destinations/1/remove',
      '/alerts/rules/1/remove',
      '/alerts/rules/test.json',
    ])
      expect((await post(path, {}, 'wrong')).status, path).toBe(403)
    expect(sink.requests).toHaveLength(0)
    expect(await reader.reads.destinations([1])).toHaveLength(1)
  })

  it('CHN-27 say that mail is off and how to switch it on', async () => {
    await open({ config: { mail: 'off' } })
    expect(await text(get('/alerts/destinations'))).toContain('CULPRIT_SMTP_URL=smtp://')
    expect(await text(get('/alerts/rules/1'))).toContain('Mail is off')
  })
})

const rule = {
  name: 'Checkout is failing',
  enabled: 'yes',
  environment: 'production',
  actionMatch: 'any',
  filterMatch: 'all',
  'when.0.kind': 'event-count',
  'when.0.value': '10',
  'when.0.interval': '5m',
  'filters.0.kind': 'level',
  'filters.0.match': 'at-least',
  'filters.0.level': 'error',
  'actions.0.kind': 'mail-address',
  'actions.0.address': 'ops@example.org',
  frequency: '30',
}

describe('the pages of rules', () => {
  it('CHN-24 list the default rule as a sentence', async () => {
    const page = await text(get('/alerts'))
    expect(page).toContain('New issues and regressions')
    expect(page).toContain('mail all members; each time.')
    expect(await (await get('/alerts.json')).json()).toMatchObject({ rules: [{ id: 1, enabled: true }] })
    expect(await text(get('/alerts.md'))).toContain('mail all members; each time.')
  })

  it('CHN-24 make a rule by a plain form, and change it', async () => {
    expect((await post('/alerts/rules/new', { ...rule, do: 'save' })).headers.get('location')).toBe(
      '/alerts/rules/2?saved',
    )
    expect(await reader.reads.alertRule([1], 2)).toMatchObject({
      name: 'Checkout is failing',
      environment: 'production',
      conditions: [{ kind: 'event-count', value: 10, interval: '5m' }],
      filters: [{ kind: 'level', match: 'at-least', level: 'error' }],
      actions: [{ kind: 'mail', target: { kind: 'address', address: 'ops@example.org' } }],
      frequencyMinutes: 30,
      enabled: true,
    })
    const changed = {
      ...rule,
      enabled: '',
      quietFrom: '22:00',
      quietTo: '07:00',
      quietZone: 'Europe/Amsterdam',
    }
    expect((await post('/alerts/rules/2', { ...changed, realertEvery: '100', do: 'save' })).status).toBe(303)
    expect(await reader.reads.alertRule([1], 2)).toMatchObject({
      enabled: false,
      realertEvery: 100,
      quietHours: { from: 1320, to: 420, timeZone: 'Europe/Amsterdam' },
    })
    expect(await text(get('/alerts'))).toContain('quiet from 22:00 to 07:00 (Europe/Amsterdam)')
  })

  it('CHN-24 add and remove lines without scripts, and keep what was typed', async () => {
    const added = await post('/alerts/rules/new', { ...rule, 'add.filters': 'tag', do: 'add.filters' })
    const page = await added.text()
    expect(added.status).toBe(200)
    expect(page).toContain('name="filters.1.key"')
    expect(page).toContain('value="ops@example.org"')
    const removed = await text(post('/alerts/rules/new', { ...rule, do: 'remove.when.0' }))
    expect(removed).not.toContain('name="when.0.kind"')
    expect(removed).toContain('Any event, since there is no condition.')
    expect(await reader.reads.alertRules([1])).toHaveLength(1)
  })

  it('CHN-27 say what is wrong where it is wrong, and save nothing', async () => {
    const bad = {
      ...rule,
      name: '',
      'when.0.value': 'many',
      'actions.0.address': 'nobody',
      frequency: '2',
      quietFrom: '22:00',
      do: 'save',
    }
    const answer = await post('/alerts/rules/new', bad)
    expect(answer.status).toBe(400)
    const page = await answer.text()
    for (const part of [
      'A name is needed',
      'Enter a whole number',
      'This is no mail address',
      'From 5 to',
      'Give both times',
      '5 things are',
    ])
      expect(page).toContain(part)
    expect(await reader.reads.alertRules([1])).toHaveLength(1)
    const { 'actions.0.kind': _kind, ...without } = rule
    expect(await text(post('/alerts/rules/new', { ...without, do: 'save' }))).toContain('at least one place')
  })

  it('CHN-26 test every place with the rule as it is being edited', async () => {
    await addSlack()
    const mails = await createSmtpSink()
    await open({ smtpUrl: mails.url })
    const form = { ...rule, 'actions.1.kind': 'channel', 'actions.1.destination': '1' }
    const answer = await post('/alerts/rules/test.json', form)
    expect(await answer.json()).toMatchObject({
      tests: [
        { words: 'mail ops@example.org', ok: true, detail: expect.stringContaining('250') },
        {
          words: 'send to #errors',
          ok: true,
          attempt: { status: 200, request: { url: expect.stringContaining('[Filtered]') } },
        },
      ],
    })
    expect(mails.mails[0]?.to).toEqual(['ops@example.org'])
    expect(mails.mails[0]?.headers['subject']).toBe('[default] Test of the rule "Checkout is failing"')
    expect(sink.requests[0]?.body).toContain('Checkout is failing')
    const page = await text(post('/alerts/rules/new', { ...form, do: 'test' }))
    expect(page).toContain('the server answered 200')
    await mails.close()
  })

  it('CHN-25 say what a rule would have done, as a page and for the script', async () => {
    const events = [1, 2, 3].map((n) => sampleFingerprint(1, { eventId: String(n).repeat(32) }))
    await digestSamples({ digest: writer.digest, encodeBlock }, events)
    const form = { ...rule, environment: '', 'when.0.value': '1', 'when.0.interval': '1d' }
    const answer = await post('/alerts/rules/preview.json', form)
    expect(await answer.json()).toMatchObject({ preview: { days: 7, fires: 1, issues: 1 } })
    const page = await text(post('/alerts/rules/new', { ...form, do: 'preview' }))
    expect(page).toContain('would have fired once in the last 7 days, for one issue')
    expect(page).toContain('class="sparkline"')
  })

  it('ALR-14 offer a share of sessions, and say whether there are enough of them', async () => {
    const form = { ...rule, environment: '', 'when.0.kind': 'session-share', 'when.0.interval': '5m' }
    const added = await text(
      post('/alerts/rules/new', { ...form, 'add.when': 'session-share', do: 'add.when' }),
    )
    expect(added).toContain('percent of sessions in')
    const bad = await post('/alerts/rules/new', { ...form, 'when.0.value': '101', do: 'save' })
    expect([bad.status, await bad.text()]).toEqual([
      400,
      expect.stringContaining('Enter a percentage from 0 to 100'),
    ])
    const saved = await post('/alerts/rules/new', { ...form, 'when.0.value': '0,5', do: 'save' })
    const [page = ''] = saved.headers.get('location')?.split('?') ?? []
    expect(await reader.reads.alertRule([1], 2)).toMatchObject({
      conditions: [{ kind: 'session-share', value: 0.5, interval: '5m' }],
    })
    expect(await text(get(page))).toContain('affects more than 0.5 percent of sessions in 5 minutes')
    expect(await text(get(page))).toContain('No session began in the last hour')
    expect(await text(get(`${page}.md`))).toContain('No session began in the last hour')
    const digestSessions = (started: number): Promise<unknown> => {
      const report = { kind: 'aggregate', projectId: 1, startedAt: sampleNow, started } as const
      const upTo = { segment: 1, offset: 200 + started }
      return digestSamples({ digest: writer.digest, encodeBlock }, [], { upTo }, [
        { ...report, errored: 0, crashed: 0 },
      ])
    }
    await digestSessions(49)
    const preview = async (): Promise<unknown> => (await post('/alerts/rules/preview.json', form)).json()
    expect(await preview()).toMatchObject({ preview: { fires: 0, sessions: { lastHour: 49 } } })
    expect(await text(get(page))).toContain('Only 49 sessions began in the last hour: below 50')
    await digestSessions(1)
    expect(await text(get(page))).toContain('50 sessions began in the last hour.')
    expect(await text(get('/alerts/rules/1'))).not.toContain('sessions began')
  })

  it('remove a rule', async () => {
    expect((await post('/alerts/rules/1/remove')).headers.get('location')).toBe('/alerts?removed')
    expect(await text(get('/alerts'))).toContain('No rule, so nobody is told')
    expect((await get('/alerts/rules/1')).status).toBe(404)
  })

  it('CHN-28 show what fired on the list, on the rule and on the issue', async () => {
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1)], {
      fires: [sampleFire(['a@x.test'])],
    })
    for (const path of ['/alerts', '/alerts/rules/1', '/issues/DEFAULT-1']) {
      const page = await text(get(path))
      expect(page, path).toContain('A new issue was found.')
    }
    expect(await text(get('/issues/DEFAULT-1'))).toContain('Alerts that fired')
    expect(await (await get('/issues/DEFAULT-1.json')).json()).toMatchObject({
      alerts: [{ ruleName: 'New issues', reason: 'A new issue was found.' }],
    })
  })

  it('CHN-30 show whatever people call things as text', async () => {
    for (const [index, name] of Object.values(hostileStrings).slice(0, 40).entries()) {
      const sent = name.slice(0, 60).trim()
      if (sent === '') continue
      await post('/alerts/destinations/new?kind=slack', { name: sent, url: hook() })
      await post('/alerts/rules/new', {
        ...rule,
        name: sent,
        'when.0.kind': index % 2 ? sent : 'new-issue',
        do: 'save',
      })
    }
    for (const path of [
      '/alerts',
      '/alerts/destinations',
      '/alerts/rules/2',
      '/alerts/destinations/1',
      '/alerts/rules/new',
    ]) {
      const tags = (await text(get(path))).replaceAll(/="[^"]*"/g, '=""')
      expect(tags, path).not.toMatch(/<script(?! type="" src="")|<img|<iframe|<[^>]*\s(?:on\w+|style)=/i)
    }
  })

  it('CHN-29 change what a member is mailed, and say what is wrong with it', async () => {
    const path = '/account/notifications'
    expect(await text(get(path))).toContain('value="everything" checked')
    const form = {
      'wants.1': 'mine',
      quietFrom: '22:00',
      quietTo: '07:00',
      quietZone: 'Europe/Amsterdam',
      weekly: 'yes',
    }
    expect((await post(path, form)).headers.get('location')).toBe(`${path}?saved`)
    expect((await writer.commands.alertPeople()).members).toMatchObject([
      {
        wishes: [{ projectId: 1, wants: 'mine' }],
        settings: { weeklyReport: true, quietHours: { from: 1320, to: 420, timeZone: 'Europe/Amsterdam' } },
      },
    ])
    const everywhere = [{ projectId: 0, wants: 'nothing' }] as const
    await writer.commands.changeMember({ userId: 1, wishes: everywhere })
    await post(path, form)
    expect((await writer.commands.alertPeople()).members[0]?.wishes).toContainEqual(everywhere[0])
    expect(await text(get(`${path}.md`))).toContain('project 1: mine')
    const wrong = await post(path, { ...form, quietTo: '', 'wants.1': 'nothing' })
    expect(wrong.status).toBe(400)
    const page = await wrong.text()
    expect(page).toContain('Give both times')
    expect(page).toContain('value="nothing" checked')
    expect((await post(path, { ...form, quietZone: 'Mars' })).status).toBe(400)
  })

  it('are not for strangers', async () => {
    for (const path of ['/alerts', '/alerts/rules/1', '/alerts/destinations', '/alerts.json']) {
      const answer = await pages.app.fetch(new Request(pagesUrl + path, { headers: { accept: 'text/html' } }))
      expect([303, 401], path).toContain(answer.status)
    }
  })
})
