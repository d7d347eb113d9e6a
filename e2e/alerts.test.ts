import { createHmac } from 'node:crypto'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createHttpSink,
  launchBrowser,
  runTracker,
  until,
  type BrowserFound,
  type HttpSink,
  type TrackerProcess,
} from '@culprit/testkit'
import { spawnApp } from './support/spawn-app.ts'
import { watchPage } from './support/watch-page.ts'

let found: BrowserFound
let tracker: TrackerProcess
let sink: HttpSink
let signedIn: BrowserContext

beforeAll(async () => {
  found = await launchBrowser()
  sink = await createHttpSink()
  tracker = await runTracker({ env: { CULPRIT_ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1' } })
  if (found.kind === 'missing') return
  signedIn = await found.browser.newContext()
  const page = await signedIn.newPage()
  await page.goto(tracker.setupUrl ?? '')
  await page.close()
})

afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  await tracker?.stop()
  await sink?.close()
})

/** Raises an error in an application with an unmodified SDK. */
async function raiseError(): Promise<void> {
  const app = spawnApp([process.execPath, 'apps/node-cjs/app.cjs'], { SENTRY_DSN: tracker.dsn })
  const port = await until(() => /listening on (\d+)/.exec(app.stdout())?.[1], { what: 'the application' })
  // The SDK drops an error that equals the one before it, so each basket is another.
  for (const basket of [17, 18])
    await fetch(`http://127.0.0.1:${port}/checkout?basket=${basket}`, { method: 'POST' })
  app.child.kill('SIGTERM')
  await app.ended
}

describe('an alert, from the page to the receiver', { timeout: 120_000 }, () => {
  let secret = ''

  it('has a destination made by the page, which shows the signing secret once', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences } = await watchPage(signedIn, [tracker.url])
    await page.goto(`${tracker.url}/alerts`)
    await page.click('nav[aria-label="Alerts"] >> text=Destinations')
    await page.click('text=Webhook')
    await page.fill('#name', 'Incident robot')
    await page.fill('#url', `${sink.url}/hook`)
    await page.click('button:has-text("Add destination")')
    secret = (await page.textContent('#made-secret')) ?? ''
    expect(secret).toMatch(/^[\w-]{43}$/)
    await page.goto(`${tracker.url}/alerts/destinations/1`)
    expect(await page.content()).not.toContain(secret)
    expect(offences).toEqual([])
    await page.close()
  })

  it('CHN-19 is tested in place: the page shows the request and the answer', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences } = await watchPage(signedIn, [tracker.url])
    sink.answer({ status: 418, body: 'short and stout' })
    await page.goto(`${tracker.url}/alerts/destinations/1`)
    await page.click('button:has-text("Send test")')
    await page.waitForSelector('.test-outcome', { timeout: 20_000 })
    const shown = (await page.textContent('#test-result')) ?? ''
    for (const part of [
      'Not delivered',
      '418',
      'short and stout',
      'culprit-event: alert.test',
      '"version": 1',
    ])
      expect(shown).toContain(part)
    sink.answer({ status: 200, body: 'ok' })
    expect(offences).toEqual([])
    await page.close()
  })

  it('CHN-24 has a rule made by the page, whose sentence follows each change', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences } = await watchPage(signedIn, [tracker.url])
    await page.goto(`${tracker.url}/alerts/rules/new`)
    await page.fill('#name', 'Checkout is failing')
    await page.fill('input[name="when.0.value"]', '1')
    await page.selectOption('select[name="when.0.interval"]', '5m')
    await page.selectOption('select[name="add.filters"]', 'level')
    await page.waitForSelector('select[name="filters.0.level"]')
    await page.waitForSelector('.rule-preview .sparkline')
    const sentence = await page.textContent('.rule-sentence')
    expect(sentence).toContain('an issue is seen more than 1 time in 5 minutes')
    expect(sentence).toContain("the event's level is at least error")
    expect(sentence).toContain('send to Incident robot')
    await page.click('button:has-text("Add rule") >> visible=true')
    await page.waitForURL(/\/alerts\/rules\/2\?saved/)
    await page.goto(`${tracker.url}/alerts`)
    expect(await page.textContent('main')).toContain('Checkout is failing')
    expect(offences).toEqual([])
    await page.close()
  })

  it('CHN-1 reaches the receiver when a real SDK reports, signed', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const before = sink.requests.length
    await raiseError()
    const [request] = await until(
      () => sink.requests.slice(before).length > 0 && sink.requests.slice(before),
      {
        what: 'the alert',
      },
    )
    const [, seconds, given] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers['culprit-signature'])) ?? []
    const expected = createHmac('sha256', secret).update(`${seconds}.${request?.body}`).digest('hex')
    expect(given).toBe(expected)
    expect(request?.headers['culprit-event']).toBe('alert.fired')
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      version: 1,
      rule: { name: 'Checkout is failing' },
      issue: { shortId: 'DEFAULT-1', type: 'TypeError', count: 2 },
      url: `${tracker.url}/issues/DEFAULT-1`,
    })
  })

  it('CHN-12 is in the delivery log, on the issue page and in the metrics', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences } = await watchPage(signedIn, [tracker.url])
    await page.goto(`${tracker.url}/alerts/destinations/1`)
    const log = (await page.textContent('.delivery-log')) ?? ''
    expect(log).toMatch(/delivered.*Alert DEFAULT-1 by Checkout is failing/)
    await page.click('.delivery-log summary:has-text("DEFAULT-1")')
    await page.click('.delivery-log a:has-text("Open DEFAULT-1")')
    await page.waitForURL(/\/issues\/DEFAULT-1/)
    expect(await page.textContent('.detail-side')).toMatch(/Alerts that fired.*Checkout is failing/)
    const metrics = await (await fetch(`${tracker.url}/metrics`)).text()
    expect(metrics).toContain('culprit_deliveries_total{channel="webhook",outcome="delivered"} 1')
    expect(metrics).toContain('culprit_deliveries_total{channel="webhook",outcome="failed"} 1')
    expect(offences).toEqual([])
    await page.close()
  })

  it('tells the receiver when the issue is resolved', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const page = await signedIn.newPage()
    const before = sink.requests.length
    await page.goto(`${tracker.url}/issues/DEFAULT-1`)
    await page.click('button:has-text("Resolve")')
    const request = await until(() => sink.requests[before], { what: 'the message' })
    expect(request.headers['culprit-event']).toBe('issue.resolved')
    await page.close()
  })

  it('CHN-13 is sent again by a click when it was given up', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences } = await watchPage(signedIn, [tracker.url])
    sink.answer({ status: 404, body: 'gone' })
    const { origin, username } = new URL(tracker.dsn)
    const body = JSON.stringify({ message: 'The nightly import failed', level: 'error' })
    for (let i = 0; i < 2; i += 1)
      await fetch(`${origin}/api/1/store/?sentry_key=${username}`, { method: 'POST', body })
    const retry = 'button:has-text("Try again")'
    await until(async () => {
      await page.goto(`${tracker.url}/alerts/destinations/1`)
      return (await page.$(retry)) !== null
    })
    sink.answer({ status: 200, body: 'ok' })
    const before = sink.requests.length
    await page.click(retry)
    const request = await until(() => sink.requests[before], { what: 'the second attempt' })
    expect(request.body).toContain('The nightly import failed')
    await until(async () => {
      await page.goto(`${tracker.url}/alerts/destinations/1`)
      return /delivered.*attempt 2/.test((await page.textContent('.delivery-log li')) ?? '')
    })
    expect(offences).toEqual([])
    await page.close()
  })

  it('makes a rule without scripts', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const bare = await found.browser.newContext({
      javaScriptEnabled: false,
      storageState: await signedIn.storageState(),
    })
    const page = await bare.newPage()
    await page.goto(`${tracker.url}/alerts/rules/new`)
    await page.fill('#name', 'Without scripts')
    await page.click('button[value="remove.when.0"]')
    await page.selectOption('select[name="add.when"]', 'regression')
    await page.click('button[value="add.when"]')
    expect(await page.textContent('.rule-sentence')).toContain('resolved')
    await page.press('#name', 'Enter')
    await page.waitForURL(/\/alerts\/rules\/3\?saved/)
    await bare.close()
  })
})
