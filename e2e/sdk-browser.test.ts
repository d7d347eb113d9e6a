import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createApiClient,
  entryOf,
  launchBrowser,
  runTracker,
  until,
  type ApiClient,
  type BrowserFound,
  type ServedBreadcrumb,
  type ServedException,
  type TrackerProcess,
} from '@culprit/testkit'
import { servePage, type PageServer } from './support/page-server.ts'

let tracker: TrackerProcess
let api: ApiClient
let page: PageServer
let found: BrowserFound

beforeAll(async () => {
  found = await launchBrowser()
  tracker = await runTracker()
  api = createApiClient({ url: tracker.url, token: tracker.apiToken })
  page = await servePage('browser/main.ts', tracker.dsn)
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  await page?.close()
  await tracker?.stop()
})

it('@sentry/browser on a page of another origin: stores the uncaught error of a click', async (context) => {
  if (found.kind === 'missing') return context.skip(found.reason)
  const tab = await found.browser.newPage()
  const problems: string[] = []
  tab.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await tab.goto(`${page.url}/basket?from=mail`)
  const answered = tab.waitForResponse(
    (response) =>
      response.url().includes('/envelope/') && (response.request().postData() ?? '').includes('"exception"'),
  )
  await tab.click('#buy')
  expect((await answered).status()).toBe(200)
  const issue = await until(
    async () => (await api.issues()).find((each) => each.title.includes("reading 'amount'")),
    { what: 'the issue' },
  )
  const [row] = await api.events(issue.id)
  const event = await api.event(row?.eventID ?? '')
  const { values } = entryOf<{ values: readonly ServedException[] }>(event, 'exception')
  expect(values[0]).toMatchObject({
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'amount')",
    mechanism: { handled: false },
  })
  const frames = values[0]?.stacktrace?.frames ?? []
  expect(frames.map((frame) => frame.function)).toEqual(expect.arrayContaining(['priceOf']))
  expect(frames.at(-1)).toMatchObject({ absPath: `${page.url}/main.js`, lineNo: expect.any(Number) })
  const crumbs = entryOf<{ values: readonly ServedBreadcrumb[] }>(event, 'breadcrumbs').values
  expect(crumbs).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ category: 'basket', message: 'opened the basket' }),
      expect.objectContaining({ category: 'ui.click', message: expect.stringContaining('button#buy') }),
      expect.objectContaining({ category: 'console', message: 'about to fail' }),
    ]),
  )
  expect(entryOf<{ url: string }>(event, 'request').url).toBe(`${page.url}/basket`)
  expect(event.user).toMatchObject({ id: '99', username: 'visitor' })
  expect(event.tags).toContainEqual({ key: 'page', value: 'basket' })
  expect(problems.filter((text) => /CORS|cross-origin|net::/i.test(text))).toEqual([])
  await tab.close()
})
