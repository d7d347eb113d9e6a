import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hostileStrings, launchBrowser, type BrowserFound } from '@culprit/testkit'
import { renderConsolePage } from '../packages/culprit/src/debugger/page/render-console-page.tsx'
import { pageCsp } from '../packages/culprit/src/debugger/page/page-csp.ts'
import { renderPage } from '../packages/culprit/src/debugger/page/render-page.tsx'
import { sampleFailure, sampleIds } from '../packages/culprit/test/debugger/sample-failure.ts'
import { everywhere } from '../packages/culprit/test/debugger/hostile-failure.ts'
import type { DebuggedFailure } from '../packages/culprit/src/debugger/debugged-error.ts'
import {
  scriptedKey,
  scriptedToken,
  startScriptedDebugger,
  type ScriptedDebugger,
} from './support/scripted-debugger.ts'
import { watchPage } from './support/watch-page.ts'

let found: BrowserFound
let server: ScriptedDebugger
let failure: DebuggedFailure = sampleFailure

beforeAll(async () => {
  found = await launchBrowser()
  server = await startScriptedDebugger({
    page: (access) => renderPage(failure, access),
    consolePage: (access) => renderConsolePage(access, { directory: '/home/me/shop' }),
    csp: pageCsp,
  })
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  await server?.close()
})
afterEach(async () => {
  failure = sampleFailure
  server.behaviour.access = { token: scriptedToken }
  server.behaviour.refuse = undefined
  server.behaviour.down = false
  server.commands.length = 0
  if (found.kind === 'found') for (const context of found.browser.contexts()) await context.close()
})

interface Opened {
  readonly page: Page
  readonly offences: readonly string[]
  readonly input: Locator
  /** Types into the console of the shown frame and waits until it was taken. */
  run(code: string): Promise<Locator>
}

async function open(path = '/checkout', options: BrowserContextOptions = {}): Promise<Opened> {
  if (found.kind === 'missing') throw new Error(found.reason)
  const context = await found.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const { page, offences } = await watchPage(context, [server.url])
  await page.goto(`${server.url}${path}`)
  const input = page.locator('.panel.selected textarea')
  return {
    page,
    offences,
    input,
    run: async (code) => {
      const entries = page.locator('.panel.selected .entry')
      const before = await entries.count()
      await input.fill(code)
      await input.press('Enter')
      await entries.nth(before).waitFor()
      await page.waitForFunction(
        () => document.querySelector('.panel.selected .entry:last-child')?.children.length !== 1,
      )
      return entries.nth(before)
    },
  }
}

/** Runs in a browser, or says that there is none. */
function inBrowser(name: string, test: () => Promise<void>, timeoutMs = 60_000): void {
  it(
    name,
    async (context) => {
      if (found.kind === 'missing') return context.skip(found.reason)
      await test()
    },
    timeoutMs,
  )
}

describe('the page', () => {
  inBrowser('HTM-2, HTM-14 loads nothing, keeps its own strict policy, and names its error', async () => {
    const requests: string[] = []
    const { page, offences } = await open()
    page.on('request', (request) => void requests.push(request.url()))
    await page.reload()
    expect(requests).toEqual([`${server.url}/checkout`])
    expect(await page.getAttribute('meta[name=culprit-error]', 'content')).toBe(sampleIds.raised)
    expect(await page.getAttribute('meta[name=culprit-token]', 'content')).toBe(scriptedToken)
    expect(await page.title()).toBe(
      "TypeError: Cannot read properties of undefined (reading 'product') // Culprit",
    )
    expect(offences).toEqual([])
  })

  inBrowser(
    'opens on the first frame of the application with its console in sight, and goes through frames by keys',
    async () => {
      const { page, offences, input } = await open()
      const shown = (): Promise<string | null> => page.textContent('.panel.selected .panel-function')
      expect(await shown()).toBe('Checkout.totalOf')
      const box = await input.boundingBox()
      expect(box && box.y + box.height).toBeLessThan(900)
      await page.keyboard.press('j')
      expect(await shown()).toBe('<anonymous>')
      expect(page.url()).toContain('#f0-1')
      await page.keyboard.press('j')
      expect(await shown()).toBe('serve')
      expect(await page.textContent('.panel.selected .console')).toContain('stands above an await')
      await page.keyboard.press('a')
      await page.keyboard.press('k')
      expect(await shown()).toBe('Function.handle')
      expect(await page.textContent('.panel.selected .console')).toContain(
        'frames of libraries and of Node are not kept',
      )
      await page.reload()
      expect(await shown()).toBe('Function.handle')
      await page.keyboard.press('?')
      expect(await page.isVisible('#help')).toBe(true)
      await page.keyboard.press('Escape')
      await page.keyboard.press('r')
      expect(await page.isVisible('#plain-text')).toBe(true)
      expect(await page.isVisible('#work')).toBe(false)
      expect(offences).toEqual([])
    },
  )

  inBrowser('shows the newest call last where one likes that, causes before what they caused', async () => {
    const { page } = await open()
    const first = (): Promise<string | null> => page.textContent('.frame-link .link-function')
    expect(await first()).toBe('Checkout.totalOf')
    await page.click('[data-do=turn]')
    expect(await first()).toBe('Stock.reserve')
    await page.reload()
    expect(await first()).toBe('Stock.reserve')
    expect(await page.textContent('[data-order]')).toBe('newest last')
  })

  inBrowser('filters frames and variables', async () => {
    const { page } = await open()
    await page.fill('#frame-filter', 'session')
    expect(await page.locator('.frame-link:visible').allTextContents()).toEqual([
      expect.stringContaining('express-session'),
    ])
    await page.fill('#frame-filter', '')
    await page.keyboard.press('Escape')
    await page.keyboard.press('v')
    await page.keyboard.type('dis')
    expect(await page.locator('.panel.selected .variables .value-name:visible').allTextContents()).toEqual([
      'discount',
    ])
  })

  inBrowser('copies as text and as Markdown, on plain http too', async () => {
    const { page } = await open()
    // What a browser does on http://192.168.0.2: no clipboard API.
    await page.evaluate(() => {
      Object.defineProperty(window, 'isSecureContext', { value: false })
      document.addEventListener('copy', () => {
        const field = document.activeElement
        document.body.dataset['copied'] = field instanceof HTMLTextAreaElement ? field.value : ''
      })
    })
    await page.keyboard.press('Shift+C')
    await page.waitForSelector('body[data-copied]')
    expect(await page.getAttribute('body', 'data-copied')).toMatch(/^# TypeError: .*```ts/s)
    expect(await page.textContent('#announcer')).toBe('Copied as Markdown.')
    await page.click('[data-do=copy-text]')
    expect(await page.getAttribute('body', 'data-copied')).toMatch(
      /at Checkout\.totalOf \(src\/cart\/checkout\.ts:15:35\)/,
    )
  })

  inBrowser('can be read without scripts', async () => {
    const { page } = await open('/checkout', { javaScriptEnabled: false })
    expect(await page.locator('.panel').count()).toBe(11)
    expect(await page.isVisible('.panel[open] .source')).toBe(true)
    expect(await page.isVisible('.panel[open] .values >> text=WINTER')).toBe(true)
    expect(await page.locator('button:visible').count()).toBe(0)
    await page.click('.panel:nth-of-type(2) > summary')
    expect(await page.isVisible('text=checkout.totalOf(cart, coupon)')).toBe(true)
    await page.click('#plain > summary')
    expect(await page.isVisible('#plain-text')).toBe(true)
  })

  inBrowser('keeps light or dark as chosen', async () => {
    const { page } = await open('/checkout', { colorScheme: 'light' })
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body.parentElement ?? document.body).backgroundColor)
    const light = await ground()
    await page.click('[data-do=theme]')
    const dark = await ground()
    expect(dark).not.toBe(light)
    await page.reload()
    expect(await ground()).toBe(dark)
  })

  inBrowser('opens files in the chosen editor, and through the server', async () => {
    const { page } = await open()
    const link = page.locator('.panel.selected [data-do=editor]')
    expect(await link.getAttribute('href')).toBe('vscode://file/home/me/shop/src/cart/checkout.ts:15:35')
    await page.keyboard.press('?')
    await page.selectOption('#editor-choice', { label: 'Zed' })
    expect(await link.getAttribute('href')).toBe('zed://file/home/me/shop/src/cart/checkout.ts:15:35')
    await page.selectOption('#editor-choice', 'custom')
    await page.fill('#editor-custom', 'javascript:alert(1)//{file}')
    expect(await link.getAttribute('href')).toMatch(/^vscode:/)
    await page.selectOption('#editor-choice', 'server')
    await page.keyboard.press('Escape')
    await page.click('.panel.selected [data-do=editor]')
    await page.waitForFunction(
      () => document.getElementById('announcer')?.textContent === 'Opened in the editor.',
    )
    expect(server.commands.at(-1)).toMatchObject({
      name: 'open',
      body: { error: sampleIds.raised, frame: 0 },
    })
  })

  inBrowser(
    'has no violation that axe finds, in both themes and at three widths, and no sideways scrolling',
    async () => {
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [320, 800, 1440]) {
          // Only here is the policy set aside: axe is injected.
          const { page } = await open('/checkout', {
            colorScheme,
            bypassCSP: true,
            viewport: { width, height: 900 },
          })
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
          await page.evaluate(axe)
          const violations = await page.evaluate(async () => {
            const { axe: found } = globalThis as unknown as {
              axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
            }
            return (await found.run()).violations.map(
              ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`,
            )
          })
          expect(violations, `${colorScheme} ${width}`).toEqual([])
          await page.context().close()
        }
      }
    },
  )
})

describe('the console', () => {
  inBrowser('CON-1, CON-3 evaluates in the frame, keeps its state, and has the last value in _', async () => {
    const { page, run, offences } = await open()
    expect(await (await run('cart.items.length')).textContent()).toContain('2')
    await run('var twice = _ * 2')
    expect(await (await run('twice')).textContent()).toContain('4')
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    expect(await (await run('typeof twice')).textContent()).toContain('undefined')
    expect(server.commands.filter(({ name }) => name === 'eval').at(-1)?.body).toMatchObject({
      error: sampleIds.raised,
      frame: 1,
    })
    expect(server.commands.every(({ token }) => token === scriptedToken)).toBe(true)
    expect(offences).toEqual([])
  })

  inBrowser('CON-2 goes on in a new line while the input is not complete', async () => {
    const { page, input, run } = await open()
    await input.fill('[1, 2].map((n) => {')
    await input.press('Enter')
    await page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>('.panel.selected textarea')?.value.includes('\n'),
    )
    await page.keyboard.type('return n * 10 })')
    await input.press('Enter')
    await page.waitForSelector('.entry .result')
    expect(await page.textContent('.entry .result')).toContain('[ 10, 20 ]')
    await input.fill('1')
    await input.press('Shift+Enter')
    await page.keyboard.type('+ 1')
    expect(await input.inputValue()).toBe('1\n+ 1')
    expect(await (await run('1\n+ 1')).textContent()).toContain('2')
  })

  inBrowser('CON-4 shows output between input and result', async () => {
    const { run } = await open()
    const entry = await run("console.log('looking at', cart.id); console.warn('careful'); cart.id")
    expect(await entry.locator('.output').allTextContents()).toEqual(['looking at c-1042', 'careful'])
    expect(await entry.locator('.result').textContent()).toBe("'c-1042'")
  })

  inBrowser('CON-5 shows an error of the input as a small traceback and goes on', async () => {
    const { run } = await open()
    const entry = await run('dearest[0].product')
    expect(await entry.locator('.thrown p').textContent()).toMatch(/^TypeError: Cannot read/)
    expect(await entry.locator('.thrown li').count()).toBe(1)
    expect(await (await run('await nothing')).textContent()).toContain('ReferenceError')
    expect(await (await run('1 +* 2')).textContent()).toContain('SyntaxError')
    expect(await (await run('await Promise.resolve(7)')).textContent()).toContain('7')
  })

  inBrowser('CON-7 shows dump() as a table', async () => {
    const { run } = await open()
    const entry = await run('dump(coupon)')
    expect(await entry.locator('.dump .value-name').allTextContents()).toEqual(['code', 'percent', 'expires'])
    expect(await (await run('dump({})')).textContent()).toContain('Nothing')
  })

  inBrowser(
    'CON-9 says once how to begin; history goes up and down, is kept, and Ctrl+L clears',
    async () => {
      const { page, input, run } = await open()
      expect(await page.isVisible('.console-hint')).toBe(true)
      expect(await input.getAttribute('spellcheck')).toBe('false')
      await run('1 + 1')
      await run('2 + 2')
      expect(await page.isVisible('.console-hint')).toBe(false)
      await input.fill('draft')
      await input.press('ArrowUp')
      await input.press('ArrowUp')
      expect(await input.inputValue()).toBe('1 + 1')
      await input.press('ArrowDown')
      await input.press('ArrowDown')
      expect(await input.inputValue()).toBe('draft')
      await input.press('Control+l')
      expect(await page.locator('.entry').count()).toBe(0)
      await page.reload()
      expect(await page.isVisible('.console-hint')).toBe(false)
      await page.keyboard.press('`')
      await input.press('ArrowUp')
      expect(await input.inputValue()).toBe('2 + 2')
    },
  )

  inBrowser('completes from the frame by Tab', async () => {
    const { page, input } = await open()
    await input.fill('cart.cur')
    await input.press('Tab')
    await page.waitForFunction(
      () =>
        document.querySelector<HTMLTextAreaElement>('.panel.selected textarea')?.value === 'cart.currency',
    )
    await input.fill('c')
    await input.press('Tab')
    await page.waitForSelector('[role=option]')
    expect(await page.locator('[role=option]').allTextContents()).toEqual(
      ['cart', 'console', 'coupon'].map((name) => expect.stringContaining(name)),
    )
    await input.press('ArrowDown')
    await input.press('ArrowDown')
    await input.press('Enter')
    expect(await input.inputValue()).toBe('coupon')
    // With nothing typed Tab leaves the field, so that a keyboard is not trapped.
    await input.fill('')
    await input.press('Tab')
    expect(await input.evaluate((field) => field === document.activeElement)).toBe(false)
  })

  inBrowser('REP-2 unfolds values part by part, and asks for parts only then', async () => {
    const { page, run } = await open()
    const entry = await run('Array.from({ length: 120 }, (_, index) => ({ index }))')
    expect(server.commands.some(({ name }) => name === 'expand')).toBe(false)
    await entry.locator('summary').first().click()
    await entry.locator('.value-load').waitFor()
    expect(await entry.locator('.value-row .value-row').count()).toBe(50)
    await entry.locator('.value-load').click()
    await page.waitForFunction(() => document.querySelectorAll('.entry .value-row .value-row').length === 100)
    expect(await entry.locator('.value-load').textContent()).toBe('20 more')
    await page.click('.panel.selected .variables summary:has-text("coupon")')
    await page.waitForSelector('.panel.selected .variables .value-parts .value-name')
    expect(server.commands.at(-1)).toMatchObject({
      name: 'expand',
      body: { error: sampleIds.raised, ref: 'coupon' },
    })
  })

  inBrowser('unfolds properties of errors and the body of the request, too', async () => {
    const live = [{ name: 'live', value: { kind: 'object', preview: 'Coupon {}', ref: 'coupon' } }] as const
    const { request, errors } = sampleFailure
    const body = { kind: 'object', preview: '{…}', entries: live } as const
    failure = {
      ...sampleFailure,
      errors: errors.map((error) => ({ ...error, properties: live })),
      ...(request && { request: { ...request, body } }),
    }
    const { page } = await open()
    for (const place of ['.what > .notes', '.causes .notes', '.facts']) {
      await page.click(`${place} summary:has-text("Coupon {}")`)
      await page.waitForSelector(`${place} .value-parts .value-name`)
    }
    const asked = server.commands.map(({ body: sent }) => (sent as { error: string }).error)
    expect(asked).toEqual([sampleIds.raised, sampleIds.cause, sampleIds.raised])
  })

  inBrowser('folds long texts', async () => {
    const { run } = await open()
    const entry = await run("'lamp '.repeat(400)")
    expect(await entry.locator('.value-size').textContent()).toBe('2 kB')
    await entry.locator('summary').click()
    expect((await entry.locator('.value-full').textContent())?.length).toBe(2000)
  })

  inBrowser('offers to stop what runs for long, and Ctrl+C stops it', async () => {
    const { page, input } = await open()
    await input.fill('await new Promise(() => {})')
    await input.press('Enter')
    await page.waitForSelector('.entry .running', { timeout: 15_000 })
    expect(await page.textContent('.entry .running')).toContain('still running')
    await page.click('.entry .running button')
    await page.waitForSelector('.entry .thrown')
    await input.fill('await new Promise(() => {})')
    await input.press('Enter')
    await page.waitForFunction(() => document.querySelectorAll('.entry').length === 2)
    await input.press('Control+c')
    await page.waitForFunction(() => document.querySelectorAll('.entry .thrown').length === 2)
    expect(await page.locator('.entry .thrown').last().textContent()).toContain('Stopped')
  })

  inBrowser('stands alone where it is switched on', async () => {
    const { page, input, offences } = await open('/-/culprit/console')
    await input.fill('1 + 1')
    await input.press('Enter')
    await page.waitForSelector('.entry .result')
    expect(server.commands.at(-1)?.body).toMatchObject({ error: 'console', frame: 0 })
    expect(offences).toEqual([])
  })
})

describe('the states of the page', () => {
  const send = async ({ input }: Opened): Promise<void> => {
    await input.fill('items')
    await input.press('Enter')
  }

  inBrowser('locked: takes the key that is typed, refuses a wrong one', async () => {
    server.behaviour.access = { locked: 'needs-key' }
    const { page, run } = await open()
    const field = page.locator('.panel.selected .lock-form input')
    await field.fill('wrong')
    await field.press('Enter')
    await page.waitForFunction(() => document.querySelector('.panel.selected .refused')?.textContent !== '')
    expect(await page.textContent('.panel.selected .refused')).toContain('not the key')
    await field.fill(scriptedKey)
    await page.click('.panel.selected .lock-form button')
    await page.waitForSelector('.panel.selected textarea')
    expect(await (await run('cart.id')).textContent()).toContain('c-1042')
  })

  inBrowser("locked: takes the key of the terminal's link, and out of the address", async () => {
    server.behaviour.access = { locked: 'needs-key' }
    const { page, run } = await open(`/checkout?x=1#k=${scriptedKey}`)
    expect(await (await run('cart.id')).textContent()).toContain('c-1042')
    expect(page.url()).toBe(`${server.url}/checkout?x=1`)
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
  })

  inBrowser(
    'locked for a host that is not trusted, or switched off: says why, and asks for no key',
    async () => {
      for (const [locked, words] of [
        ['untrusted-host', 'list of trusted'],
        ['switched-off', 'switched off'],
      ] as const) {
        server.behaviour.access = { locked }
        const { page } = await open()
        expect(await page.textContent('.panel.selected .console-lock')).toContain(words)
        expect(await page.isVisible('.lock-form')).toBe(false)
        expect(await page.isVisible('.panel.selected textarea')).toBe(false)
      }
    },
  )

  inBrowser('locked out: counts down and comes back', async () => {
    server.behaviour.access = { locked: 'needs-key' }
    const { page } = await open()
    server.behaviour.refuse = { status: 429, body: { error: 'too many' }, headers: { 'retry-after': '2' } }
    await page.fill('.panel.selected .lock-form input', 'wrong')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.panel.selected .console-lock >> text=Too many wrong keys')
    server.behaviour.refuse = undefined
    await page.waitForSelector('.panel.selected .lock-form input', { state: 'visible' })
  })

  inBrowser('expired, restarted, other process: says which, and sends only GET again', async () => {
    const states = [
      [{ state: 'expired' }, 'Newer errors took its place'],
      [{ state: 'restarted', started: '2026-11-29T14:05:00Z' }, 'It started again at'],
      [{ state: 'other-process', pid: 4312 }, 'lives in process 4312'],
    ] as const
    for (const [body, words] of states) {
      const opened = await open()
      server.behaviour.refuse = { status: 410, body: { error: 'gone', ...body } }
      await send(opened)
      await opened.page.waitForSelector('#banner:visible')
      expect(await opened.page.textContent('#banner')).toContain(words)
      expect(await opened.page.textContent('#banner')).toContain('A POST is never sent again')
      expect(await opened.page.locator('#banner button').count()).toBe(0)
      expect(await opened.page.isVisible('.panel.selected .source')).toBe(true)
      server.behaviour.refuse = undefined
    }
    const request = sampleFailure.request
    failure = {
      ...sampleFailure,
      ...(request && { request: { ...request, method: 'GET', url: 'http://evil.example//basket?id=7' } }),
    }
    const opened = await open()
    server.behaviour.refuse = { status: 410, body: { error: 'gone', state: 'expired' } }
    await send(opened)
    await opened.page.click('#banner button')
    await opened.page.waitForURL(`${server.url}//basket?id=7`)
    expect(opened.offences).toEqual([])
  })

  inBrowser('server unreachable: says so, waits, and goes on when the same process answers', async () => {
    const opened = await open()
    server.behaviour.down = true
    await send(opened)
    await opened.page.waitForSelector('#banner:visible')
    expect(await opened.page.textContent('#banner')).toContain('does not answer')
    expect(await opened.input.isDisabled()).toBe(true)
    server.behaviour.down = false
    await opened.page.waitForSelector('#banner', { state: 'hidden' })
    expect(await (await opened.run('cart.id')).textContent()).toContain('c-1042')
  })

  inBrowser('server unreachable: says when another process has answered', async () => {
    const opened = await open()
    server.behaviour.down = true
    await send(opened)
    await opened.page.waitForSelector('#banner:visible')
    server.behaviour.refuse = { status: 403, body: { error: 'The token is wrong.' } }
    server.behaviour.down = false
    await opened.page.waitForSelector('#banner >> text=The process has restarted')
  })

  inBrowser('too large: says so where it was asked', async () => {
    const { page } = await open()
    server.behaviour.refuse = { status: 413, body: { error: 'This value has 9 MB.' } }
    await page.click('.panel.selected .variables summary:has-text("coupon")')
    await page.waitForSelector('text=Too large to be shown: This value has 9 MB.')
  })
})

describe('hostile texts', () => {
  // Those that mean something to a parser of HTML; all of them are tried on the text of the page by its own tests.
  const markup = Object.entries(hostileStrings).filter(
    ([, evil]) => /[<"'`&]|script:/.test(evil) && evil.length < 3000,
  )

  inBrowser('stay text in every place of the page', async () => {
    const { page, offences } = await open()
    for (const [name, evil] of markup) {
      failure = everywhere(evil)
      await page.reload()
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      expect(offences, name).toEqual([])
      expect(await page.locator('img, iframe, object, svg[onload]').count(), name).toBe(0)
    }
  })

  inBrowser('stay text in what a console answers', async () => {
    const { page, run, offences } = await open()
    const texts = JSON.stringify(Object.values(hostileStrings).map((evil) => evil.slice(0, 2000)))
    await run(`var texts = ${texts}; for (const text of texts) console.log(text)`)
    await run('Object.fromEntries(texts.map((text) => [text, text]))')
    await run('dump(Object.fromEntries(texts.map((text) => [text, { [text]: text }])))')
    await run("throw Object.assign(new Error(texts.join(' ')), { name: texts.join(' ') })")
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>('.entry details'))
        details.open = true
    })
    await page.waitForFunction(() => document.querySelectorAll('.entry .value-parts .value-name').length > 30)
    expect(offences).toEqual([])
    expect(await page.locator('.entry :is(img, script, iframe, svg)').count()).toBe(0)
  })

  inBrowser('commands go to the own origin from a path that looks like a host', async () => {
    const { page, run, offences } = await open('//evil.example/x')
    expect(await (await run('cart.id')).textContent()).toContain('c-1042')
    expect(page.url()).toContain(server.url)
    expect(offences).toEqual([])
  })
})
