import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, until, type BrowserFound } from '@culprit/testkit'
import { spawnApp, type App } from './support/spawn-app.ts'
import { watchPage } from './support/watch-page.ts'

// The page against the real debugger, in a TypeScript application on Express that runs from its sources.
let found: BrowserFound
let app: App
let url = ''

beforeAll(async () => {
  found = await launchBrowser()
  app = spawnApp([process.execPath, 'apps/debugged-shop/src/main.ts'], { CULPRIT_DEBUG: '1', EDITOR: 'none' })
  const port = await until(() => /listening on (\d+)/.exec(app.stdout())?.[1])
  url = `http://localhost:${port}`
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  app?.child.kill()
  await app?.ended
})

interface Opened {
  readonly page: Page
  readonly offences: readonly string[]
  run(code: string): Promise<Locator>
}

async function open(path: string): Promise<Opened> {
  if (found.kind === 'missing') throw new Error(found.reason)
  const context = await found.browser.newContext({ viewport: { width: 1440, height: 900 } })
  const { page, offences } = await watchPage(context, [url])
  await page.goto(`${url}${path}`)
  const run = async (code: string): Promise<Locator> => {
    const entries = page.locator('.panel.selected .entry')
    const before = await entries.count()
    await page.locator('.panel.selected textarea').fill(code)
    await page.locator('.panel.selected textarea').press('Enter')
    await page.waitForFunction(
      (count) => (document.querySelectorAll('.panel.selected .entry')[count]?.children.length ?? 0) > 1,
      before,
    )
    return entries.nth(before)
  }
  return { page, offences, run }
}

describe('a failed request of a shop', () => {
  it('shows source, variables and a console that reads and changes the frame', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, offences, run } = await open('/checkout?user=7')
    expect(await page.textContent('.panel.selected .panel-function')).toBe('Checkout.totalOf')
    expect(await page.textContent('.panel.selected .current')).toContain('taxOf(dearest.product.category)')
    expect(await page.textContent('.hint')).toContain('dearest is undefined.')
    expect(await page.textContent('.asked')).toContain('/checkout?user=7')
    expect(await (await run('cart.items.map((item) => item.quantity)')).textContent()).toContain('[0, 0]')
    expect(await (await run('this.#rounding')).textContent()).toContain('2')
    await run('discount = 0.5')
    expect(await (await run('discount * 2')).textContent()).toContain('1')
    await run('const lamp = cart.items[0].product')
    expect(await (await run('lamp.label')).textContent()).toContain("'Desk lamp #7'")
    expect(await (await run('await Promise.resolve(lamp.price)')).textContent()).toContain('39.9')
    expect(await (await run("console.log('seen', lamp.name); $err")).textContent()).toMatch(
      /seen Desk lamp.*TypeError/s,
    )
    expect(await (await run('dearest.product')).locator('.thrown').textContent()).toContain('TypeError')
    expect(await (await run('dump(coupon)')).locator('.dump .value-name').allTextContents()).toContain(
      'percent',
    )
    expect(offences).toEqual([])
    await page.context().close()
  })

  it('unfolds live values, without running a getter until it is opened', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, run } = await open('/checkout')
    const entry = await run('cart.items[0].product')
    await entry.locator('summary').first().click()
    await entry.locator('.value-name:has-text("price")').waitFor()
    await page.click('.panel.selected .variables summary:has-text("cart")')
    await page.waitForSelector('.panel.selected .variables .value-parts .value-name:has-text("items")')
    await page.context().close()
  })

  it('completes from the frame', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page } = await open('/checkout')
    const input = page.locator('.panel.selected textarea')
    await input.fill('coupon.per')
    await input.press('Tab')
    await page.waitForFunction(
      () =>
        document.querySelector<HTMLTextAreaElement>('.panel.selected textarea')?.value === 'coupon.percent',
    )
    await page.context().close()
  })

  it('is open from the console page, too', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page, run, offences } = await open('/-/culprit/console')
    expect(await (await run('1 + 1')).textContent()).toContain('2')
    expect(offences).toEqual([])
    await page.context().close()
  })

  it('says so when its process has ended', async (context) => {
    if (found.kind === 'missing') return context.skip(found.reason)
    const { page } = await open('/checkout')
    app.child.kill()
    await app.ended
    await page.locator('.panel.selected textarea').fill('cart')
    await page.locator('.panel.selected textarea').press('Enter')
    await page.waitForSelector('#banner >> text=does not answer')
    await page.context().close()
  })
})
