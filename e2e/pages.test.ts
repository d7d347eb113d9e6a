import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import {
  createApiClient,
  launchBrowser,
  runTracker,
  until,
  type ApiClient,
  type BrowserFound,
  type TrackerProcess,
} from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'
import { watchPage } from './support/watch-page.ts'

const began = performance.now()
let found: BrowserFound
let tracker: TrackerProcess
let api: ApiClient
let signedIn: BrowserContext

beforeAll(async () => {
  found = await launchBrowser()
  tracker = await runTracker()
  api = createApiClient({ url: tracker.url, token: tracker.apiToken })
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  await tracker?.stop()
})

describe('from spawn to the first event', () => {
  it('takes less than 60 seconds: sign-in link, connect page, test button, the event seen live', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    signedIn = await found.browser.newContext()
    const { page, offences } = await watchPage(signedIn, [tracker.url])
    await page.goto(tracker.setupUrl ?? '')
    await page.waitForURL(/\/connect/)
    expect(page.url()).not.toContain('code=')
    expect(await page.textContent('#dsn')).toBe(tracker.dsn)
    expect(await page.textContent('#arrival')).toContain('Waiting for the first event')
    await page.click('#send-test')
    await page.waitForSelector('#open-issue', { timeout: 5000 })
    expect(performance.now() - began).toBeLessThan(60_000)
    expect(await page.textContent('#arrival')).toContain('TestEvent')
    await page.click('#open-issue')
    await page.waitForURL(/\/issues\/DEFAULT-1/)
    expect(await page.textContent('h1')).toContain('TestEvent')
    expect(offences).toEqual([])
    await page.close()
  })

  it('the sign-in link works once', async () => {
    const again = await fetch(tracker.setupUrl ?? '', { redirect: 'manual' })
    expect(again.status).toBe(403)
    expect(again.headers.get('set-cookie')).toBeNull()
  })

  it('pages are not for strangers', async () => {
    for (const path of [
      '/issues',
      '/issues/DEFAULT-1',
      '/issues/DEFAULT-1.json',
      '/issues/DEFAULT-1.md',
      '/connect',
      '/usage',
      '/-/live',
    ]) {
      const response = await fetch(`${tracker.url}${path}`, { redirect: 'manual' })
      expect([302, 303, 401, 403], path).toContain(response.status)
      expect(await response.text()).not.toContain('TestEvent')
    }
  })
})

/** A destination whose last delivery failed, so that its page has all its parts. */
async function addDestination(): Promise<void> {
  const url = `${tracker.url}/api/0/projects/culprit/default/destinations/`
  const headers = { authorization: `Bearer ${tracker.apiToken}` }
  const body = JSON.stringify({ type: 'slack', name: 'ops', settings: { url: 'http://127.0.0.1:1/hook' } })
  await fetch(url, { method: 'POST', headers, body })
  for (let i = 0; i < 3; i += 1) await fetch(`${url}1/test/`, { method: 'POST', headers })
}

/** A team with a member, and a rule that names it. */
/** Sessions for the page Usage and for a rule: too few of them at the first look, enough at the second. */
async function addSessions(): Promise<void> {
  const line = { started: new Date().toISOString(), exited: 40, errored: 2, crashed: 1 }
  const sessions = JSON.stringify({ aggregates: [line], attrs: { release: 'shop@1.2.3' } })
  await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: `{}\n{"type":"sessions"}\n${sessions}\n` })
  const group = 'sentry.rules.conditions.event_frequency'
  await fetch(`${tracker.url}/api/0/projects/culprit/default/rules/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tracker.apiToken}` },
    body: JSON.stringify({
      name: 'A share of visitors',
      conditions: [{ id: `${group}.EventFrequencyPercentCondition`, value: 5, interval: '1h' }],
      actions: [{ id: 'sentry.mail.actions.NotifyEmailAction', targetType: 'AllMembers' }],
    }),
  })
}
async function addPeople(): Promise<void> {
  const headers = { authorization: `Bearer ${tracker.apiToken}` }
  for (const [path, method, body] of [
    ['organizations/culprit/members/', 'POST', { email: 'ada@example.org', name: 'Ada' }],
    ['organizations/culprit/teams/', 'POST', { slug: 'payments', name: 'Payments' }],
    ['organizations/culprit/members/2/teams/payments/', 'POST', {}],
    ['projects/culprit/default/ownership/', 'PUT', { raw: 'path:* #payments ada@example.org' }],
  ] as const)
    await fetch(`${tracker.url}/api/0/${path}`, { method, headers, body: JSON.stringify(body) })
}

describe('the pages', () => {
  it('resolve, reopen and ignore by their buttons', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences } = await watchPage(signedIn, [tracker.url])
    const [issue] = await api.issues()
    const status = async (): Promise<string> => (await api.issue(issue?.id ?? '')).status
    await page.goto(`${tracker.url}/issues/DEFAULT-1`)
    for (const [button, after] of [
      ['Resolve', 'resolved'],
      ['Reopen', 'unresolved'],
      ['Ignore', 'ignored'],
      ['Reopen', 'unresolved'],
    ] as const) {
      await page.click(`button[type=submit]:has-text("${button}")`)
      await until(async () => (await status()) === after, { what: after })
      await page.waitForLoadState()
    }
    expect(offences).toEqual([])
    await page.close()
  })

  it('list and issue follow live: a new issue is announced, a count goes up, without a reload', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences } = await watchPage(signedIn, [tracker.url])
    await page.goto(`${tracker.url}/issues`)
    await page.waitForTimeout(500)
    await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: envelopeOf('ab'.repeat(16), 'LiveError') })
    await page.waitForSelector('#fresh-issues', { state: 'visible', timeout: 5000 })
    await page.click('#fresh-issues')
    await page.waitForSelector('a:has-text("LiveError")')
    await page.goto(`${tracker.url}/issues/DEFAULT-2`)
    await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: envelopeOf('cd'.repeat(16), 'LiveError') })
    await page.waitForFunction(
      () => document.querySelector('.detail-head [data-value=count]')?.textContent === '2',
      undefined,
      { timeout: 5000 },
    )
    expect(offences).toEqual([])
    await page.close()
  })

  const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const paths = [
    '/issues',
    '/issues?query=',
    '/issues?query=nothing-like-it',
    '/issues/DEFAULT-1',
    '/connect',
    '/alerts',
    '/alerts/rules/1',
    '/alerts/rules/2',
    '/alerts/rules/new',
    '/alerts/destinations',
    '/alerts/destinations/1',
    '/alerts/destinations/new?kind=telegram',
    '/alerts/people',
    '/alerts/people/teams/payments',
    '/alerts/people/members/2/remove',
    '/alerts/ownership',
    '/alerts/ownership?issue=DEFAULT-1',
    '/usage',
    '/account',
    '/account/notifications',
    '/nowhere',
  ]
  const looks = [
    { name: 'wide and light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
    { name: 'narrow and dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  ] as const
  it.each(looks)(
    'have no violation that axe finds, $name, and no sideways scrolling',
    async ({ viewport, colorScheme }) => {
      if (found.kind === 'missing') return
      // Only here is the policy set aside: axe is injected.
      const context = await found.browser.newContext({
        bypassCSP: true,
        viewport,
        colorScheme,
        storageState: await signedIn.storageState(),
      })
      const page = await context.newPage()
      await addDestination()
      await addPeople()
      await addSessions()
      const problems: string[] = []
      for (const path of paths) {
        await page.goto(`${tracker.url}${path}`)
        await page.evaluate(axeSource)
        const violations = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
          }
          return (await axe.run()).violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .map((node) => node.html)
                .slice(0, 3)
                .join(' | ')}`,
          )
        })
        problems.push(...violations.map((text) => `${path} ${text}`))
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        if (overflow > 0) problems.push(`${path} scrolls ${overflow} px sideways`)
      }
      await context.close()
      expect(problems).toEqual([])
    },
  )

  it('say plainly that no mail is sent when there is no mail server', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const page = await signedIn.newPage()
    await page.goto(`${tracker.url}/usage`)
    expect(await page.textContent('main')).toMatch(/mail is off|no mail server/i)
    await page.close()
  })

  it('work without scripts', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const bare = await found.browser.newContext({
      javaScriptEnabled: false,
      storageState: await signedIn.storageState(),
    })
    const page = await bare.newPage()
    await page.goto(`${tracker.url}/issues?query=LiveError`)
    expect(await page.textContent('main')).toContain('LiveError')
    await page.click('a:has-text("LiveError")')
    expect(await page.textContent('h1')).toContain('LiveError')
    await page.click('button[type=submit]:has-text("Resolve")')
    await page.waitForSelector('button:has-text("Reopen")')
    await bare.close()
  })
})
