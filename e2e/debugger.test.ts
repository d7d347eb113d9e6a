import { createServer, type Server } from 'node:http'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, until, type BrowserFound } from '@culprit/testkit'
import { spawnApp, type App } from './support/spawn-app.ts'
import { watchPage, type Watched } from './support/watch-page.ts'

// What a hostile page, or a hostile text, can do to a developer who debugs: tried in a browser whose same-origin policy is on.
let found: BrowserFound
let app: App
let evil: Server
let evilHtml = ''
let port = 0
let evilPort = 0
let context: BrowserContext

beforeAll(async () => {
  // The name of another domain that leads to this machine, as a rebound DNS entry does.
  found = await launchBrowser({ hosts: { 'evil.test': '127.0.0.1', 'rebound.test': '127.0.0.1' } })
  app = spawnApp([process.execPath, 'apps/debugged-hostile/app.mjs'], {})
  port = Number(await until(() => /listening on (\d+)/.exec(app.stdout())?.[1]))
  evil = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(evilHtml))
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
  const address = evil.address()
  evilPort = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(async () => {
  if (found?.kind === 'found') await found.browser.close()
  app?.child.kill()
  await app?.ended
  evil?.closeAllConnections()
  evil?.close()
})
beforeEach(async (test) => {
  if (found.kind === 'missing') return test.skip(found.reason)
  context = await found.browser.newContext()
})
afterEach(() => context?.close())

const own = (path: string): string => `http://localhost:${port}${path}`

interface Opened extends Watched {
  readonly id: string
  readonly token: string
}

async function openOwn(path: string): Promise<Opened> {
  const watched = await watchPage(context, [own('')])
  await watched.page.goto(own(path))
  const meta = (name: string): Promise<string> =>
    watched.page.locator(`meta[name=${name}]`).getAttribute('content').then(String)
  return { ...watched, id: await meta('culprit-error'), token: await meta('culprit-token') }
}

/** Opens a page of the foreign site that runs a script, and returns it when the script has said that it is through. */
async function openEvil(script: string): Promise<Page> {
  evilHtml = `<!doctype html><title>evil</title><body><script>(async () => { ${script} })().then((value) => { document.body.dataset.done = JSON.stringify(value ?? null) }, (error) => { document.body.dataset.done = JSON.stringify(String(error)) })</script>`
  const page = await context.newPage()
  await page.goto(`http://evil.test:${evilPort}/`)
  await page.waitForFunction('document.body.dataset.done !== undefined')
  return page
}

async function resultOf(page: Page): Promise<unknown> {
  return JSON.parse(String(await page.locator('body').getAttribute('data-done')))
}

async function marker(): Promise<unknown> {
  return (await fetch(own('/marker'))).json()
}

describe('a foreign page', () => {
  it('3.0.3: on a name that was rebound to this machine is shown nothing and commands nothing (DNS rebinding)', async () => {
    const { id, token } = await openOwn('/boom')
    const page = await context.newPage()
    const answer = await page.goto(`http://rebound.test:${port}/boom`)
    expect(answer?.status()).toBe(500)
    expect(await page.content()).not.toMatch(/culprit-token|sesame|boom 11/)
    // A page of the application's own has no policy that would keep its scripts from asking.
    await page.goto(`http://rebound.test:${port}/ok`)
    const tried = await page.evaluate(
      async ([error, key]) => {
        const body = JSON.stringify({ error, frame: 0, code: 'globalThis.hacked = "rebound"' })
        const headers = { 'content-type': 'application/json', 'x-culprit-token': key ?? '' }
        const run = await fetch('/-/culprit/eval', { method: 'POST', headers, body })
        const read = await fetch(`/-/culprit/errors/${error}`)
        const json = await fetch('/boom', { headers: { accept: 'application/json' } })
        return [run.status, read.status, await read.text(), json.status, await json.text()]
      },
      [id, token],
    )
    expect(tried).toMatchObject([403, 403, expect.any(String), 500, expect.any(String)])
    expect(String(tried)).not.toMatch(/sesame|boom 11/)
    expect(await marker()).toEqual({ hacked: null })
  })

  it('0.7.2: cannot have the browser send a command, whatever kind of request it uses (CSRF)', async () => {
    const { id, token } = await openOwn('/boom')
    const body = JSON.stringify({ error: id, frame: 0, code: 'globalThis.hacked = "csrf"' })
    const page = await openEvil(`
      const url = ${JSON.stringify(own('/-/culprit/eval'))}
      const body = ${JSON.stringify(body)}
      const tried = []
      for (const headers of [{}, { 'content-type': 'text/plain' }, { 'content-type': 'application/json' }, { 'content-type': 'application/json', 'x-culprit-token': ${JSON.stringify(token)} }])
        for (const mode of ['no-cors', 'cors'])
          tried.push(await fetch(url, { method: 'POST', mode, headers, body, credentials: 'include' }).then((answer) => answer.status, () => 'failed'))
      navigator.sendBeacon(url, new Blob([body], { type: 'text/plain' }))
      const frame = document.createElement('iframe')
      frame.name = 'target'
      const form = Object.assign(document.createElement('form'), { method: 'POST', action: url, enctype: 'text/plain', target: 'target' })
      const [before, after] = body.split(':', 2)
      form.append(Object.assign(document.createElement('input'), { name: body.slice(0, -1) + ',"x":"', value: '"}' }))
      document.body.append(frame, form)
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
      form.submit()
      await loaded
      const image = new Image()
      image.src = url + '?code=globalThis.hacked=1'
      await new Promise((resolve) => (image.onerror = resolve))
      return tried
    `)
    // An opaque answer has status 0; whatever it was, nothing ran.
    for (const one of (await resultOf(page)) as readonly unknown[]) expect([0, 'failed']).toContain(one)
    expect(await marker()).toEqual({ hacked: null })
  })

  it('WZD-12: cannot read page, token or sources, though the application lets everybody read', async () => {
    const { id } = await openOwn('/boom')
    const page = await openEvil(`
      const texts = []
      for (const path of ['/boom', '/-/culprit/errors/${id}', '/-/culprit/errors/${id}.json', '/-/culprit/frames/${id}.json'])
        for (const accept of ['text/html', 'application/json', 'text/markdown'])
          texts.push(await fetch(${JSON.stringify(own(''))} + path, { headers: { accept } }).then((answer) => answer.text(), () => 'failed'))
      return texts
    `)
    const texts = JSON.stringify(await resultOf(page))
    expect(texts).not.toMatch(/culprit-token|sesame|boom 11/)
    expect(texts).toContain('failed')
  })

  it('HTM-14: cannot frame the page, nor keep hold of it in a window of its own', async () => {
    const page = await openEvil(`
      const frame = document.createElement('iframe')
      frame.src = ${JSON.stringify(own('/boom'))}
      document.body.append(frame)
      await new Promise((resolve) => frame.addEventListener('load', resolve))
      const opened = window.open(${JSON.stringify(own('/boom'))})
      await new Promise((resolve) => setTimeout(resolve, 1000))
      let read = 'nothing'
      try { read = opened.document.documentElement.outerHTML } catch {}
      return [read, opened.closed]
    `)
    const framed = page.frames().find((frame) => frame.url().includes('/boom'))
    expect((await framed?.content()) ?? '').not.toContain('culprit-token')
    expect(await resultOf(page)).toEqual(['nothing', true])
  })

  it('3.0.4: locks the developer out of nothing', async () => {
    const { id, page } = await openOwn('/boom')
    await openEvil(`
      const url = ${JSON.stringify(own('/-/culprit/'))}
      for (let index = 0; index < 30; index++)
        for (const command of ['eval', 'unlock'])
          await fetch(url + command, { method: 'POST', mode: 'no-cors', body: JSON.stringify({ error: '${id}', key: 'guess', frame: 0, code: '1' }) }).catch(() => {})
    `)
    const textarea = page.locator('.panel.selected textarea')
    await textarea.fill('word.length')
    await textarea.press('Enter')
    await page.locator('.panel.selected .entry').first().getByText('11').waitFor()
  })
})

describe('a script of the application', () => {
  it('gets no token, in an answer to it or by a window that it opens', async () => {
    const { page } = await watchPage(context, [own('')])
    await page.goto(own('/ok'))
    const read = await page.evaluate(async () => {
      const text = await (await fetch('/boom', { headers: { accept: 'text/html' } })).text()
      const opened = window.open('/boom')
      await new Promise((resolve) => setTimeout(resolve, 1000))
      let document = ''
      try {
        document = opened?.document.documentElement.outerHTML ?? ''
      } catch {
        // Out of reach.
      }
      return [text, document]
    })
    expect(read[0]).toContain('boom 11')
    for (const text of read) expect(text).not.toMatch(/culprit-token" content="[\w-]{43}/)
  })
})

/** Texts that become markup where somebody forgot that they are texts. */
const hostile: readonly (readonly [context: string, text: string])[] = [
  ['a script', `<script>pwn('text')</script>`],
  ['a title', `</title><script>pwn('title')</script>`],
  ['an attribute', `" autofocus onfocus="pwn('attribute')" x="`],
  ['an attribute in single quotes', `' onmouseover='pwn(1)' style='position:fixed;inset:0`],
  ['a comment', `--><script>pwn('comment')</script><!--`],
  ['a comment that ends oddly', `--!><img src=x onerror=pwn(1)>`],
  ['JSON in a script', `</script><script>pwn('json')</script>`],
  ['an opened comment in a script', `<!--<script>`],
  ['a style', `</style><img src=x onerror=pwn(1)>`],
  ['a textarea', `</textarea><img src=x onerror=pwn(1)>`],
  ['a link', `javascript:pwn('link')`],
  ['an image', `<img src=x onerror=pwn('image')>`],
  ['line separators', `\u2028</pre>\u2029<svg onload=pwn(1)>`],
  ['a template', `\${pwn(1)}{{pwn(1)}}<template><img src=x onerror=pwn(1)></template>`],
]

describe('a hostile text', () => {
  it.each(hostile)('0.11.11, 2.3.5: stays a text where it would be %s', async (_context, text) => {
    const { page, offences } = await watchPage(context, [own('')])
    await page.addInitScript('window.pwn = (where) => { window.pwned = where ?? true }')
    await page.goto(own(`/hostile?text=${encodeURIComponent(text)}`))
    expect(await page.title()).toContain(/[\w</>-]{4}/.exec(text)?.[0])
    // Everything that can be opened is, since what is hidden has not been parsed by then.
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(links.filter((link) => /^\s*javascript:/i.test(link ?? ''))).toEqual([])
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(offences).toEqual([])
  })

  it.each(hostile)(
    '0.12: stays a text in the console, as echo, output, result and error, where it would be %s',
    async (_context, text) => {
      const { page, offences } = await openOwn(`/hostile?text=${encodeURIComponent(text)}`)
      await page.evaluate('window.pwn = (where) => { window.pwned = where ?? true }')
      const textarea = page.locator('.panel.selected textarea')
      const code = `/* ${text.replaceAll('*/', '')} */ console.log(text, [text]); dump({ [text]: text })`
      for (const input of [
        code,
        'local',
        'text',
        'throw Object.assign(new Error(text), { name: text })',
        `"${text.slice(0, 5)}`,
      ]) {
        const before = await page.locator('.panel.selected .entry').count()
        await textarea.fill(input)
        await textarea.press('Enter')
        if (input.startsWith('"')) continue
        await page.waitForFunction(
          (count) => (document.querySelectorAll('.panel.selected .entry')[count]?.children.length ?? 0) > 1,
          before,
        )
      }
      expect(await page.locator('.panel.selected .console-log').textContent()).toContain(
        text.replaceAll(/\s+/g, ' ').trim().slice(0, 4),
      )
      expect(await page.evaluate('window.pwned')).toBeUndefined()
      expect(offences).toEqual([])
    },
  )
})

describe('the protocol', () => {
  it('changes no prototype in the process, nor in the page (prototype pollution)', async () => {
    const { page, id, token } = await openOwn('/boom')
    const statuses = await page.evaluate(
      async ([error, key]) => {
        const bodies = [
          `{"__proto__":{"polluted":1},"error":"${error}","frame":0,"code":"Object.prototype.polluted"}`,
          `{"constructor":{"prototype":{"polluted":1}},"error":"${error}","frame":0,"code":"Object.prototype.polluted"}`,
          `{"error":"${error}","frame":"__proto__","code":"1"}`,
          `{"error":"__proto__","frame":0,"code":"1"}`,
        ]
        const headers = { 'content-type': 'application/json', 'x-culprit-token': key ?? '' }
        const answers = await Promise.all(
          bodies.map((body) => fetch('/-/culprit/eval', { method: 'POST', headers, body })),
        )
        return Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))
      },
      [id, token],
    )
    expect(statuses.map(([status]) => status)).toEqual([200, 200, 400, 400])
    expect(statuses[0]?.[1]).toContain('"text":"undefined"')
    expect(statuses[1]?.[1]).toContain('"text":"undefined"')
    expect(await page.evaluate('({}).polluted')).toBeUndefined()
  })

  it('WZD-21: has no assets, so no path leads to a file', async () => {
    const { page } = await openOwn('/boom')
    const resources = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    )
    expect(resources.filter((name) => !name.startsWith('data:'))).toEqual([])
  })
})
