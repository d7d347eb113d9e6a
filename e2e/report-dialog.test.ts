import { createServer, type Server } from 'node:http'
import { launchBrowser, runTracker, type BrowserFound, type TrackerProcess } from '@culprit/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { envelopeOf, envelopeUrl } from './support/load.ts'
import { signIn } from './support/sign-in.ts'
import { untilText } from './support/until-text.ts'

const eventId = 'c0ffee00c0ffee00c0ffee00c0ffee00'
/** Forbids inline styles and inline scripts, as the policies of careful sites do. */
const policy = (tracker: string): string =>
  `default-src 'none'; script-src 'self' ${tracker}; connect-src ${tracker}; style-src 'self'`

let tracker: TrackerProcess
let cookie: string
let shop: Server
let shopUrl: string
let found: BrowserFound

beforeAll(async () => {
  found = await launchBrowser()
  tracker = await runTracker()
  cookie = await signIn(tracker.setupUrl ?? '')
  shop = createServer((request, response) => {
    response.setHeader('content-security-policy', policy(tracker.url))
    if (request.url === '/open.js') response.setHeader('content-type', 'text/javascript').end(openDialog())
    else
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Shop</title><h1>Sorry</h1>')
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const address = shop.address()
  // Another host name and another port: another origin in every sense.
  shopUrl = `http://localhost:${address !== null && typeof address === 'object' ? address.port : 0}`
  await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: envelopeOf(eventId, 'BasketError') })
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  shop?.closeAllConnections()
  await new Promise((resolve) => (shop ? shop.close(resolve) : resolve(undefined)))
  await tracker?.stop()
})

/** What an SDK does to show the dialog: a script element whose address carries DSN, event and words. */
function openDialog(): string {
  const query = new URLSearchParams({ dsn: tracker.dsn, eventId, name: 'Ada', title: 'Oh <b>no</b>' })
  return `const script = document.createElement('script')
  script.src = ${JSON.stringify(`${tracker.url}/api/embed/error-page/?${query.toString()}`)}
  document.body.append(script)`
}

it('a visitor fills the dialog on a page of another origin, and the owner reads it on the issue page', async (context) => {
  if (found.kind === 'missing') return context.skip(found.reason)
  const tab = await found.browser.newPage()
  const problems: string[] = []
  tab.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  tab.on('pageerror', (error) => problems.push(error.message))
  await tab.goto(`${shopUrl}/basket`)
  await tab.addScriptTag({ url: '/open.js' })
  const dialog = tab.getByRole('dialog')
  await dialog.waitFor()
  expect(await dialog.getByRole('heading').textContent()).toBe('Oh <b>no</b>')
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Ada')
  await dialog.getByLabel('Email').fill('ada@example.org')
  await dialog.getByLabel('What happened?').fill('I clicked <script>alert(1)</script> buy.')
  await dialog.getByRole('button', { name: 'Send report' }).click()
  await dialog.getByText('Your report was sent. Thank you!').waitFor()
  await dialog.waitFor({ state: 'detached' })
  // The browser asks for /favicon.ico of the shop, which has none to give.
  expect(problems.filter((text) => !text.includes('favicon'))).toEqual([])
  await tab.close()

  const page = await untilText(`${tracker.url}/issues/DEFAULT-1`, { cookie, includes: 'What users wrote' })
  expect(page).toContain('ada@example.org')
  expect(page).toContain('I clicked &lt;script>alert(1)&lt;/script> buy.')
  expect(page).not.toContain('<script>alert(1)')
  const { reports } = JSON.parse(
    await untilText(`${tracker.url}/issues/DEFAULT-1.json`, { cookie, includes: 'ada@' }),
  )
  expect(reports).toMatchObject([{ name: 'Ada', email: 'ada@example.org' }])
  const markdown = await untilText(`${tracker.url}/issues/DEFAULT-1.md`, { cookie, includes: 'ada@' })
  expect(markdown).toContain('## What users wrote')
})
