import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createSmtpSink,
  createTempDir,
  launchBrowser,
  runTracker,
  until,
  type BrowserFound,
  type SmtpSink,
  type TrackerProcess,
} from '@culprit/testkit'
import { envelopeUrl } from './support/load.ts'
import { servePage } from './support/page-server.ts'
import { signIn } from './support/sign-in.ts'
import { spawnApp, type App } from './support/spawn-app.ts'
import { watchPage } from './support/watch-page.ts'

const rule = {
  name: 'Too many of our visitors',
  conditions: [
    {
      id: 'sentry.rules.conditions.event_frequency.EventFrequencyPercentCondition',
      value: 20,
      interval: '1h',
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
}

async function callRules(tracker: TrackerProcess, path: string, body: unknown = rule): Promise<unknown> {
  const response = await fetch(new URL(`/api/0/projects/culprit/default/rules/${path}`, tracker.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${tracker.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  return response.json()
}

/** Sessions that began in the last hour, as the trial of a rule sees them. */
async function sessionsOfHour(tracker: TrackerProcess, environment?: string): Promise<number> {
  const answer = (await callRules(tracker, 'preview/', { ...rule, environment })) as {
    readonly sessions: { readonly lastHour: number }
  }
  return answer.sessions.lastHour
}

interface SessionLine {
  readonly release: string
  readonly sessions: number
  readonly errored: number
  readonly crashed: number
}

async function sessionLines(tracker: TrackerProcess, cookie: string): Promise<readonly SessionLine[]> {
  const response = await fetch(new URL('/usage.json', tracker.url), { headers: { cookie } })
  const { sessions } = (await response.json()) as { readonly sessions: readonly SessionLine[] }
  return sessions
}

function sessionEnvelope(sid: string): string {
  const session = { sid, init: true, started: new Date().toISOString(), status: 'ok', errors: 0 }
  return `{}\n{"type":"session"}\n${JSON.stringify(session)}\n`
}

describe('sessions of unmodified SDKs', { timeout: 120_000 }, () => {
  let sink: SmtpSink
  let tracker: TrackerProcess
  let cookie: string
  beforeAll(async () => {
    sink = await createSmtpSink()
    tracker = await runTracker({ env: { CULPRIT_SMTP_URL: sink.url } })
    cookie = await signIn(tracker.setupUrl ?? '')
  })
  afterAll(async () => {
    await tracker?.stop()
    await sink?.close()
  })

  /** The application of `sdk-node.test.ts`: each request to it fails and is reported. */
  async function startApp(): Promise<App & { fail(times: number): Promise<void>; stop(): Promise<void> }> {
    const app = spawnApp([process.execPath, 'apps/node-cjs/app.cjs'], { SENTRY_DSN: tracker.dsn })
    const port = await until(() => /listening on (\d+)/.exec(app.stdout())?.[1], { what: 'the application' })
    return {
      ...app,
      async fail(times) {
        for (let n = 0; n < times; n += 1)
          await (await fetch(`http://127.0.0.1:${port}/?basket=${n}`, { method: 'POST' })).text()
      },
      async stop() {
        app.child.kill('SIGTERM')
        await app.ended
      },
    }
  }

  it('SES-7 an SDK is told to stop sending sessions until a rule asks for them', async () => {
    const header = async (): Promise<string | null> => {
      const body = `{}\n{"type":"sessions"}\n{"aggregates":[]}\n`
      const response = await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body })
      expect(response.status).toBe(200)
      return response.headers.get('x-sentry-rate-limits')
    }
    expect(await header()).toBe('86400:transaction;span;session;replay;profile;log_item;monitor:organization')
    await callRules(tracker, '')
    await until(async () => (await header()) === null, { what: 'an answer that wants sessions' })
  })

  it('SES-1 @sentry/node: the requests of a server are counted when it closes', async () => {
    const app = await startApp()
    await app.fail(60)
    await app.stop()
    await until(async () => (await sessionsOfHour(tracker)) === 60, { what: 'sixty sessions' })
    expect(await sessionsOfHour(tracker, 'e2e')).toBe(60)
    expect(await sessionsOfHour(tracker, 'production')).toBe(0)
    expect(await sessionLines(tracker, cookie)).toMatchObject([
      { release: 'shop@1.2.3', sessions: 60, errored: 60, crashed: 0 },
    ])
  })

  it('ALR-14 the errors are a share of them, which is mailed once, with the numbers', async () => {
    const mails = (): readonly string[] =>
      sink.mails.map(({ text }) => text).filter((text) => text.includes(rule.name))
    // The last errors may have come in one batch with the sessions; otherwise this one is the first to be judged.
    const app = await startApp()
    await app.fail(1)
    await until(() => mails().length === 1, { what: 'the mail of the rule', timeoutMs: 15_000 })
    expect(mails()[0]).toMatch(
      /Too many of our visitors: \d+ % of sessions within one hour, more than 20 %: \d+ events for 60 sessions \(60 in the last hour\)\./,
    )
    await app.stop()
  })

  it('SES-3 SES-4 @sentry/browser: a page view is one session, and its error makes no second', async (context) => {
    const found: BrowserFound = await launchBrowser()
    if (found.kind === 'missing') return context.skip(found.reason)
    const page = await servePage('browser/main.ts', tracker.dsn)
    try {
      const tab = await found.browser.newPage()
      const line = async (): Promise<SessionLine | undefined> =>
        (await sessionLines(tracker, cookie)).find(({ release }) => release === 'page@4.5.6')
      await tab.goto(page.url)
      await until(async () => (await line())?.sessions === 1, { what: 'the session' })
      expect(await line()).toMatchObject({ sessions: 1, errored: 0, crashed: 0 })
      await tab.click('#buy')
      await until(async () => ((await line())?.errored ?? 0) > 0, { what: 'the update of the session' })
      expect(await line()).toMatchObject({ sessions: 1, errored: 1 })
      await tab.goto(page.url)
      await until(async () => (await line())?.sessions === 2, { what: 'the second session' })
      expect(await sessionsOfHour(tracker, 'e2e-browser')).toBe(2)
    } finally {
      await found.browser.close()
      await page.close()
    }
  })

  it('ALR-14 the editor of a rule offers it, and says whether there are enough sessions', async (context) => {
    const found: BrowserFound = await launchBrowser()
    if (found.kind === 'missing') return context.skip(found.reason)
    try {
      const signedIn = await found.browser.newContext()
      const [name = '', value = ''] = cookie.split('=')
      await signedIn.addCookies([{ name, value, url: tracker.url }])
      const { page, offences } = await watchPage(signedIn, [tracker.url])
      const editor = `${tracker.url}/alerts/rules/new`
      // Environments are counted once a second.
      const asText = async (): Promise<string> =>
        (await fetch(`${editor}.json`, { headers: { cookie } })).text()
      await until(async () => (await asText()).includes('"e2e-browser"'), { what: 'the environment' })
      await page.goto(editor)
      // From here on the script answers, and nothing is posted.
      await page.waitForSelector('.rule-preview .sparkline')
      await page.fill('#name', 'A share of visitors')
      await page.click('button:has-text("Remove") >> nth=0')
      await page.selectOption('select[name="add.when"]', 'session-share')
      await page.fill('input[name="when.0.value"]', '0.5')
      await page.selectOption('select[name="when.0.interval"]', '10m')
      await page.waitForSelector(
        // Sixty requests and one, and two page views.
        '.rule-summary >> text=63 sessions began in the last hour.',
      )
      expect(await page.textContent('.rule-sentence')).toContain(
        'an issue affects more than 0.5 percent of sessions in 10 minutes',
      )
      await page.selectOption('select[name="environment"]', 'e2e-browser')
      await page.waitForSelector('.rule-summary .rule-warning >> text=Only 2 sessions began in e2e-browser')
      await page.click('button:has-text("Add rule") >> visible=true')
      await page.waitForURL(/\/alerts\/rules\/3\?saved/)
      expect(await page.textContent('.rule-summary')).toContain('Only 2 sessions began in e2e-browser')
      expect(offences).toEqual([])
    } finally {
      await found.browser.close()
    }
  })
})

describe('sessions and kill -9', () => {
  it('SES-5 what was answered is counted, and what is sent again is not counted again', async () => {
    await using dir = await createTempDir()
    const answered = new Set<string>()
    const sent = new Set<string>()
    for (let round = 0; round < 3; round += 1) {
      const tracker = await runTracker({ dataDir: dir.path })
      const target = envelopeUrl(tracker.dsn)
      let isStopped = false
      const senders = Array.from({ length: 8 }, async () => {
        while (!isStopped) {
          const sid = crypto.randomUUID()
          sent.add(sid)
          // A refused connection is what this test is about: only an answer counts.
          const post = fetch(target, { method: 'POST', body: sessionEnvelope(sid) }).catch(() => undefined)
          if ((await post)?.status === 200) answered.add(sid)
        }
      })
      const least = answered.size + 20
      await until(() => answered.size > least, { what: 'answers' })
      const end = tracker.kill('SIGKILL')
      isStopped = true
      await Promise.all([...senders, end])
    }
    await using tracker = await runTracker({ dataDir: dir.path })
    await until(async () => (await sessionsOfHour(tracker)) >= answered.size, {
      what: 'all that was answered',
      timeoutMs: 30_000,
    })
    expect(await sessionsOfHour(tracker)).toBeLessThanOrEqual(sent.size)
    for (const sid of sent)
      await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: sessionEnvelope(sid) })
    await until(async () => (await sessionsOfHour(tracker)) >= sent.size, {
      what: 'all that was sent',
      timeoutMs: 30_000,
    })
    expect(await sessionsOfHour(tracker)).toBe(sent.size)
  }, 120_000)
})
