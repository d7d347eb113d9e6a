import { describe, expect, it } from 'vitest'
import { ask } from '../ask.ts'
import type { AdapterHarness } from '../harness.ts'
import { withApp } from '../with-app.ts'
import { debuggedRoutes } from './debugged-routes.ts'
import { openPage } from './failed-page.ts'
import { send } from './send.ts'
import { withTerminal } from './terminal.ts'

/** What is sent and written for an error. */
export function describeDebuggerPage(harness: AdapterHarness): void {
  describe('the page', () => {
    const terminal = withTerminal()
    const app = withApp(harness, { handlers: 'all', debug: true, routes: debuggedRoutes })

    it('S13, WZD-11: stands in for the error, with its status, id and token', async () => {
      const { answer, id, token } = await openPage(app().url, '/debug/total')
      expect(answer.status).toBe(500)
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(id).toMatch(/^[\da-f]{32}$/)
      expect(answer.headers['x-request-error']).toBe(id)
      expect(Buffer.from(token ?? '', 'base64url')).toHaveLength(32)
    })

    it('HTM-14: is for one reader, in no frame, and runs nothing but its own script', async () => {
      const { headers } = (await openPage(app().url, '/debug/total')).answer
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    })

    it('UNH-3: is for errors that nothing handled alone', async () => {
      expect((await ask(`${app().url}/payment`)).body).toBe('payment: no funds')
      expect((await ask(`${app().url}/missing`)).body).toBe('app 404')
      const { answer } = await openPage(app().url, '/boom')
      expect(answer.text).toContain('culprit-token')
    })

    it.each([
      ['application/json', 'application/problem+json; charset=utf-8', 'no total'],
      ['text/markdown', 'text/markdown; charset=utf-8', 'no total'],
      ['text/plain', 'text/plain; charset=utf-8', 'no total'],
      ['*/*', 'text/html; charset=utf-8', 'culprit-token'],
    ])('Accept: %s gets %s, with the address of the page', async (accept, type, text) => {
      const answer = await send(`${app().url}/debug/total`, { headers: { accept } })
      expect(answer.status).toBe(500)
      expect(answer.headers['content-type']).toBe(type)
      expect(answer.text).toContain(text)
      const id = String(answer.headers['x-request-error'])
      expect(answer.headers['link']).toBe(`<${app().url}/-/culprit/errors/${id}>; rel="debugger"`)
      if (type.includes('problem'))
        expect(answer.json).toMatchObject({ debugUrl: `${app().url}/-/culprit/errors/${id}` })
      if (!type.includes('html')) expect(answer.text).not.toContain('culprit-token')
    })

    it('can be opened again, in each form', async () => {
      const { id = '' } = await openPage(app().url, '/debug/total')
      const again = await openPage(app().url, `/-/culprit/errors/${id}`)
      expect(again.answer.status).toBe(200)
      expect(again.id).toBe(id)
      expect(await again.evaluate('rate')).toMatchObject({ json: { ok: true, text: '2' } })
      for (const form of ['json', 'md', 'txt']) {
        const { status, text } = await send(`${app().url}/-/culprit/errors/${id}.${form}`)
        expect([form, status, text.includes('no total')]).toEqual([form, 200, true])
      }
    })

    it('WZD-13: goes to the terminal as well, with a link that has the key', async () => {
      const { id } = await openPage(app().url, '/debug/total')
      expect(terminal()).toContain('no total')
      expect(terminal()).toMatch(new RegExp(`${app().url}/-/culprit/errors/${id}#k=[\\w-]{43}`))
    })

    it('LOG-5: the log has no second copy of it', async () => {
      const from = app().seen.lines.length
      await openPage(app().url, '/debug/total')
      expect(app().seen.lines.slice(from)).toEqual([])
    })

    it('WZD-14: a response that was begun is broken, and the terminal has the error', async () => {
      const answer = await ask(`${app().url}/stream`)
      expect(answer.broken).toBe(true)
      expect(app().seen.events.at(-1)?.name).toBe('broken')
      expect(terminal()).toContain(app().seen.events.at(-1)?.reference)
    })

    it('keeps a cross-site request of a page from reading sources', async () => {
      const foreign = { origin: 'http://evil.test', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }
      for (const accept of ['text/html', 'application/json', 'text/plain']) {
        const { text, status } = await send(`${app().url}/debug/total`, { headers: { accept, ...foreign } })
        expect(status).toBe(500)
        expect(text).not.toContain('no total')
        expect(text).not.toContain('culprit-token')
      }
    })

    it('shows a script of the application the error, but gives it no token', async () => {
      const own = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }
      const { answer, token } = await openPage(app().url, '/debug/total', own)
      expect(answer.text).toContain('no total')
      expect(token).toBeUndefined()
    })
  })

  describe('without debug', () => {
    const app = withApp(harness, { handlers: 'all', routes: debuggedRoutes })

    it("S13: there is no page, and the debugger's paths are the application's", async () => {
      const page = await ask(`${app().url}/debug/total`)
      expect(page.body).not.toContain('culprit-token')
      expect((await ask(`${app().url}/-/culprit/console`)).body).toBe('app 404')
    })
  })
}
