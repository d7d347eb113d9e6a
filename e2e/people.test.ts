import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import {
  createSmtpSink,
  launchBrowser,
  runTracker,
  until,
  type BrowserFound,
  type SmtpSink,
  type TrackerProcess,
} from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'
import { watchPage, type Watched } from './support/watch-page.ts'

let found: BrowserFound
let sink: SmtpSink
let tracker: TrackerProcess
let owner: BrowserContext

beforeAll(async () => {
  found = await launchBrowser()
  sink = await createSmtpSink()
  tracker = await runTracker({
    env: { CULPRIT_SMTP_URL: sink.url, CULPRIT_ADMIN_EMAIL: 'me@example.org' },
  })
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  await tracker?.stop()
  await sink?.[Symbol.asyncDispose]()
})

async function signIn(): Promise<void> {
  if (found.kind === 'missing') return
  owner = await found.browser.newContext()
  const page = await owner.newPage()
  await page.goto(tracker.setupUrl ?? '')
  await page.waitForURL(/\/connect/)
  await page.close()
}

/** A page of the owner's, in a browser that runs scripts or does not. */
async function open(scripts: boolean): Promise<Watched & { readonly close: () => Promise<void> }> {
  if (found.kind === 'missing') return expect.fail(found.reason)
  const context = await found.browser.newContext({
    javaScriptEnabled: scripts,
    storageState: await owner.storageState(),
  })
  const watched = await watchPage(context, [tracker.url])
  return { ...watched, close: () => context.close() }
}

async function send(id: string, type: string): Promise<void> {
  const answer = await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: envelopeOf(id, type) })
  expect(answer.status).toBe(200)
}

describe('people and ownership, in a browser', () => {
  it('ALR-37 ALR-38 make a team, give it a project and code, and its member alone is mailed; without scripts', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    await signIn()
    const { page, offences, close } = await open(false)
    await page.goto(`${tracker.url}/alerts/people`)
    await page.fill('#email', 'ada@example.org')
    await page.fill('#name', 'Ada')
    await page.click('button:has-text("Add member")')
    await page.waitForURL(/\?added/)
    await page.fill('#team', 'Payments')
    await page.click('button:has-text("Add team")')
    await page.waitForURL(/teams\/payments\?added/)
    await page.check('label:has-text("Ada") input')
    await page.check('label:has-text("default") input')
    await page.click('button.primary')
    await page.waitForURL(/teams\/payments\?saved/)
    await page.goto(`${tracker.url}/alerts/ownership`)
    await page.fill('#raw', 'src/* #payments')
    await page.click('button:has-text("Save")')
    expect(await page.textContent('#ownership-problems')).toContain('Line 1: "src/*" is no matcher')
    expect(await page.inputValue('#raw')).toBe('src/* #payments')
    await page.fill('#raw', 'path:src/work.js #payments')
    await page.fill('#path', 'src/work.js')
    await page.press('#path', 'Enter')
    expect(await page.textContent('#tried')).toContain('#payments')
    expect(await page.textContent('#tried')).toContain('Ada')
    await page.click('button:has-text("Save")')
    await page.waitForURL(/saved/)
    await send('ab'.repeat(16), 'CheckoutError')
    const [mail] = await sink.waitForMails(1)
    expect(mail?.to).toEqual(['ada@example.org'])
    await close()
    expect(offences).toEqual([])
  })

  it('ALR-37 ALR-18 an issue says who owns it and why, is assigned, and says who would be told', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences, close } = await open(true)
    await page.goto(`${tracker.url}/issues/DEFAULT-1`)
    const owners = (): Promise<string | null> => page.textContent('.owners')
    expect(await owners()).toMatch(/#payments.*Ada.*line 1.*path:src\/work\.js/s)
    await page.selectOption('[name="assignee"]', { label: 'me@example.org' })
    await page.click('button:has-text("Assign")')
    await until(async () => (await owners())?.includes('By assignment') === true, { what: 'the assignee' })
    expect(await owners()).toContain('me@example.org')
    await page.click('text=Who would be told?')
    await page.waitForSelector('#tried')
    expect(await page.textContent('#tried')).toMatch(/me@example\.org.*By assignment/s)
    expect(await page.textContent('.tried-rule')).toContain('Ada')
    await close()
    expect(offences).toEqual([])
  })

  it('ALR-23 a rule mails a team that is chosen by name', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences, close } = await open(true)
    await page.goto(`${tracker.url}/alerts/rules/new`)
    // The script takes the buttons for adding away.
    await page.waitForSelector('button[value="add.actions"]', { state: 'detached' })
    await page.fill('[name="name"]', 'To the team')
    await page.selectOption('select:has(option[value="mail-team"])', 'mail-team')
    await page.waitForSelector('[name="actions.1.id"]')
    await until(async () => (await page.textContent('.rule-sentence'))?.includes('team #payments') === true, {
      what: 'the team in the sentence',
    })
    await page.click('button.primary[value="save"]')
    await page.waitForURL(/saved/)
    await page.goto(`${tracker.url}/alerts/people/teams/payments`)
    expect(await page.textContent('main')).toContain('Rule To the team')
    await page.click('summary')
    await page.click('text=Remove team')
    await page.waitForURL(/people\?removed/)
    await page.goto(`${tracker.url}/alerts`)
    expect(await page.textContent('main')).toContain('mail a team that was removed')
    await close()
    expect(offences).toEqual([])
  })
})
