import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createApiClient,
  createSmtpSink,
  hostileEvents,
  launchBrowser,
  runTracker,
  until,
  type ApiClient,
  type BrowserFound,
  type ServedIssue,
  type SmtpSink,
  type TrackerProcess,
} from '@culprit/testkit'
import { watchPage } from './support/watch-page.ts'

const events = hostileEvents().map((event) => ({ ...event, id: crypto.randomUUID().replaceAll('-', '') }))
let found: BrowserFound
let sink: SmtpSink
let tracker: TrackerProcess
let api: ApiClient
let issues: readonly ServedIssue[]
let cookie: string

beforeAll(async () => {
  found = await launchBrowser()
  sink = await createSmtpSink()
  tracker = await runTracker({ env: { CULPRIT_SMTP_URL: sink.url } })
  api = createApiClient({ url: tracker.url, token: tracker.apiToken })
  const dsn = new URL(tracker.dsn)
  for (const event of events) {
    const response = await fetch(`${dsn.origin}/api${dsn.pathname}/store/?sentry_key=${dsn.username}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: event.body(event.id),
    })
    expect(response.status, event.name).toBe(200)
    await response.arrayBuffer()
  }
  await until(async () => ((await api.metrics())['culprit_spool_pending_entries'] ?? 1) === 0, {
    what: 'an empty spool',
    timeoutMs: 30_000,
  })
  issues = await api.issues()
  const signedIn = await fetch(tracker.setupUrl ?? '', { redirect: 'manual' })
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  await tracker?.stop()
  await sink?.close()
})

describe('sixty hostile events', () => {
  it.each(events.map((event) => [event.name, event.id]))(
    '%s: is stored whole enough to be asked for',
    async (_name, id) => {
      const event = await until(() => api.event(id), { what: 'the event', timeoutMs: 3000 })
      expect(event.eventID).toBe(id)
      expect(Object.getPrototypeOf(event.contexts)).toBe(Object.prototype)
    },
  )

  it('break none: nothing is parked, the process lives, prototypes are clean', async () => {
    const metrics = await api.metrics()
    expect(metrics['culprit_events_digested_total']).toBe(events.length)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('cause no dialog, no script error, no policy report and no request elsewhere on any page, and leave the text readable', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const browser = await found.browser.newContext()
    const [name = '', value = ''] = cookie.split('=')
    await browser.addCookies([{ name, value, url: tracker.url }])
    const { page, offences } = await watchPage(browser, [tracker.url])
    const problems: string[] = []
    for (const path of [
      '/issues?query=',
      '/issues?query=&sort=events',
      '/usage',
      ...issues.flatMap((issue) => [`/issues/${issue.shortId}`, `/issues/${issue.shortId}?view=raw`]),
    ]) {
      const response = await page.goto(`${tracker.url}${path}`)
      const heading = ((await page.textContent('h1')) ?? '').trim()
      if (response?.status() !== 200 || heading === '')
        problems.push(`${path} answered ${response?.status()} with heading ${JSON.stringify(heading)}`)
      problems.push(...offences.splice(0).map((text) => `${path}: ${text}`))
    }
    expect(problems).toEqual([])
    expect(issues.length).toBeGreaterThanOrEqual(60)
    await browser.close()
    const internal = createApiClient({ url: tracker.url, token: tracker.apiToken, project: 'internal' })
    expect(await internal.issues(), 'errors and policy reports of our own').toEqual([])
  }, 240_000)

  it('come as JSON and Markdown twins; in Markdown no text of theirs stands outside a fence as markup', async () => {
    const problems: string[] = []
    for (const issue of issues) {
      const json = await fetch(`${tracker.url}/issues/${issue.shortId}.json`, { headers: { cookie } })
      expect(await json.json()).toBeTypeOf('object')
      const answer = await fetch(`${tracker.url}/issues/${issue.shortId}.md`, { headers: { cookie } })
      expect(answer.headers.get('content-type')).toContain('text/markdown')
      problems.push(...looseMarkup(await answer.text()).map((line) => `${issue.shortId}: ${line}`))
    }
    expect(problems).toEqual([])
  })

  it('add no header to a mail and no element to its body', async () => {
    await sink.waitForMails(20, 60_000)
    for (const mail of sink.mails) {
      expect(mail.to).toEqual(['owner@example.test'])
      expect(Object.keys(mail.headers)).not.toContain('bcc')
      expect(mail.headers['subject']?.length).toBeLessThanOrEqual(150)
      expect(mail.html).not.toMatch(/<(script|img|svg|iframe|object|textarea|template)\b/i)
      expect(mail.html).not.toMatch(/href="(?!http:\/\/127\.0\.0\.1)/)
    }
  }, 90_000)
})

/** Returns the lines outside fences that a reader of Markdown would take for elements, headings of theirs or images. */
function looseMarkup(markdown: string): readonly string[] {
  const loose: string[] = []
  let fence = ''
  for (const line of markdown.split('\n')) {
    const run = /^ {0,3}(`{3,})/.exec(line)?.[1] ?? ''
    if (fence !== '') {
      if (run.length >= fence.length && /^ {0,3}`+\s*$/.test(line)) fence = ''
    } else if (run !== '') fence = run
    else if (
      /<(script|img|svg|textarea|style)\b/i.test(line.replaceAll(/(`+)[^`]*\1/g, '')) ||
      /^#+ Ignore all/.test(line)
    )
      loose.push(line.slice(0, 200))
  }
  return fence === '' ? loose : [...loose, 'a fence is never closed']
}
