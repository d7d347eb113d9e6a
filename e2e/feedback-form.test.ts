import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createApiClient,
  createTempDir,
  launchBrowser,
  runTracker,
  until,
  type BrowserFound,
  type TempDir,
  type TrackerProcess,
} from '@culprit/testkit'
import { culprit, type Culprit } from 'culprit'
import { wrap, type NodeContext } from 'culprit/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signIn } from './support/sign-in.ts'
import { untilText } from './support/until-text.ts'

let tracker: TrackerProcess
let spool: TempDir
let errors: Culprit<NodeContext>
let shop: Server
let found: BrowserFound

beforeAll(async () => {
  found = await launchBrowser()
  tracker = await runTracker()
  spool = await createTempDir('culprit-feedback-')
  errors = culprit<NodeContext>({
    name: 'shop',
    dsn: tracker.dsn,
    pages: { feedback: { dsn: tracker.dsn } },
    report: { spoolDir: spool.path, localVariables: false },
  })
  errors.logger.setLevel('CRITICAL')
  const pay = (): never => {
    throw new RangeError('The gateway said no')
  }
  shop = createServer(wrap(pay, errors)).listen(0, '127.0.0.1')
  await once(shop, 'listening')
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  shop?.closeAllConnections()
  shop?.close()
  await errors?.report.close(0)
  await tracker?.stop()
  await spool?.remove()
})

it('a visitor fills the form of the error page in a browser, and the owner reads it on the issue', async (context) => {
  if (found.kind === 'missing') return context.skip(found.reason)
  const { port } = shop.address() as AddressInfo
  const tab = await found.browser.newPage()
  const refused: string[] = []
  tab.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Policy')) refused.push(message.text())
  })
  const answer = await tab.goto(`http://127.0.0.1:${port}/pay`)
  expect(answer?.status()).toBe(500)
  const reference = answer?.headers()['x-request-error'] ?? ''
  expect(await tab.textContent('body')).toContain(reference)
  await tab.getByLabel(/name/i).fill('Ada')
  await tab.getByLabel(/mail/i).fill('ada@example.org')
  await tab.locator('textarea').fill('I pressed <b>pay</b> twice.')
  await Promise.all([tab.waitForURL(`${tracker.url}/**`), tab.locator('form button').click()])
  expect(await tab.textContent('body')).toMatch(/thank you/i)
  expect(refused).toEqual([])
  await tab.close()

  const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
  const event = await until(() => api.event(reference), { what: 'the event of the reference id' })
  const issue = await api.issue(event.groupID)
  const cookie = await signIn(tracker.setupUrl ?? '')
  const page = await untilText(`${tracker.url}/issues/${issue.shortId}`, {
    cookie,
    includes: 'ada@example.org',
  })
  expect(page).toContain('I pressed &lt;b>pay&lt;/b> twice.')
})
