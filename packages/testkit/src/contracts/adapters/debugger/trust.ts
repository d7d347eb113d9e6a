import { describe, expect, it } from 'vitest'
import type { AdapterHarness } from '../harness.ts'
import { withApp } from '../with-app.ts'
import { debuggedRoutes } from './debugged-routes.ts'
import { command, openPage } from './failed-page.ts'
import { send } from './send.ts'
import { withTerminal } from './terminal.ts'

/** Whom the debugger refuses: each line of Werkzeug's security history, and what came to mind besides. */
export function describeDebuggerTrust(harness: AdapterHarness): void {
  describe('whom it trusts', () => {
    const terminal = withTerminal()
    const app = withApp(harness, { handlers: 'all', debug: true, routes: debuggedRoutes })

    it('0.7.2: a command without the token is refused, with the reason', async () => {
      const { id } = await openPage(app().url, '/debug/total')
      const body = { error: id, frame: 0, code: '1' }
      expect(await command(app().url, 'eval', { body })).toMatchObject({
        status: 403,
        json: { error: expect.stringContaining('X-Culprit-Token') },
      })
      expect(await command(app().url, 'eval', { body, token: 'a'.repeat(43) })).toMatchObject({
        status: 403,
        json: { error: expect.stringContaining('token') },
      })
      const other = await openPage(app().url, '/debug/total')
      expect(await command(app().url, 'eval', { body, token: other.token })).toMatchObject({ status: 403 })
      await openPage(app().url, '/debug/total')
    })

    it.each([
      [{ host: 'evil.test' }, 'host'],
      [{ host: 'localhost.evil.test' }, 'host'],
      [{ host: 'localhost:abc' }, 'host'],
      [{ origin: 'http://evil.test' }, 'origin'],
      [{ origin: 'null' }, 'origin'],
      [{ 'sec-fetch-site': 'cross-site' }, 'site'],
      [{ 'sec-fetch-site': 'same-site' }, 'site'],
    ])('3.0.3, 3.1.7: the right token with %j is refused', async (headers, reason) => {
      const { evaluate } = await openPage(app().url, '/debug/total')
      const { status, json, text } = await evaluate('globalThis.hacked = 1', {
        headers: headers as Record<string, string>,
      })
      // Node itself answers 400 to hosts that are none for some servers.
      expect([400, 403]).toContain(status)
      if (status === 403) expect(String(Reflect.get(Object(json), 'error'))).toMatch(new RegExp(reason, 'i'))
      expect(text).not.toContain('"ok":true')
      expect('hacked' in globalThis).toBe(false)
    })

    it.each([
      { host: 'localhost:1' },
      { host: 'LOCALHOST' },
      { host: 'shop.localhost' },
      { host: '[::1]:80' },
    ])('HST-2: %j is trusted', async (headers) => {
      const { evaluate } = await openPage(app().url, '/debug/total')
      expect((await evaluate('sum', { headers })).json).toMatchObject({ text: '2' })
    })

    it('3.0.3: an untrusted host is shown neither page nor token', async () => {
      const { answer, token } = await openPage(app().url, '/debug/total', { host: 'evil.test' })
      expect(token).toBeUndefined()
      expect(answer.text).not.toContain('no total')
      const { id = '' } = await openPage(app().url, '/debug/total')
      const again = await send(`${app().url}/-/culprit/errors/${id}`, { headers: { host: 'evil.test' } })
      expect(again.status).toBe(403)
      expect(again.text).not.toContain('no total')
    })

    it('WZD-20: code is taken from a JSON body of POST alone, never from the address', async () => {
      const { id = '', token = '', evaluate } = await openPage(app().url, '/debug/total')
      const query = `?error=${id}&frame=0&code=1&token=${token}`
      expect(
        (await send(`${app().url}/-/culprit/eval${query}`, { headers: { 'x-culprit-token': token } })).status,
      ).toBe(405)
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
        expect((await evaluate('sum', { headers: { 'content-type': type } })).status, type).toBe(400)
      }
      expect(
        (await evaluate('sum', { headers: { 'content-type': 'application/json; charset=utf-8' } })).status,
      ).toBe(200)
    })

    it.each([
      ['nothing', ''],
      ['no JSON', '{'],
      ['no object', '[]'],
      ['null', 'null'],
      ['a prototype', '{"__proto__":{"error":"x","frame":0,"code":"1"}}'],
      ['a constructor', '{"constructor":{"prototype":{"error":"x"}}}'],
      ['bytes that are no text', '\u0000\u0001'],
      ['wrong types', '{"error":1,"frame":"0","code":{}}'],
    ])('takes no body that is %s', async (_what, body) => {
      const { token } = await openPage(app().url, '/debug/total')
      expect((await command(app().url, 'eval', { token, body })).status).toBe(400)
      expect(Object.keys(Object.prototype)).toEqual([])
      expect(Reflect.get({}, 'error')).toBeUndefined()
    })

    it('takes no frame that is no whole number, no long code, and no long body', async () => {
      const { id, token, evaluate } = await openPage(app().url, '/debug/total')
      for (const frame of [-1, 0.5, '0', null, '__proto__', 1e300]) {
        expect(
          (await command(app().url, 'eval', { token, body: { error: id, frame, code: '1' } })).status,
          String(frame),
        ).toBe(400)
      }
      expect((await evaluate(`"${'x'.repeat(150_000)}"`)).status).toBe(400)
      expect((await evaluate(`"${'x'.repeat(300_000)}"`)).status).toBe(413)
      expect((await evaluate('sum')).status).toBe(200)
    })

    it('WZD-21: no path leads to a file', async () => {
      const { token = '' } = await openPage(app().url, '/debug/total')
      const headers = { 'x-culprit-token': token }
      for (const path of [
        '..%2f..%2fpackage.json',
        'errors/../../../etc/passwd',
        'errors/%2e%2e%2fpackage.json',
        'frames/../../package.json',
        'style.css',
        'errors/',
        'constructor',
        '__proto__',
        'errors/__proto__.json',
      ]) {
        const { status, text } = await send(`${app().url}/-/culprit/${path}`, { headers })
        expect([path, status >= 400 && status < 500]).toEqual([path, true])
        expect(text).not.toMatch(/root:|"dependencies"/)
      }
    })

    it('PIN-3, PIN-10: a client that is not this machine needs the key of the terminal, and is locked out when it guesses', async () => {
      const afar = { 'x-forwarded-for': '203.0.113.7' }
      const { id = '', token, answer } = await openPage(app().url, '/debug/total', afar)
      expect(answer.text).toContain('no total')
      expect(token).toBeUndefined()
      const own = await openPage(app().url, `/-/culprit/errors/${id}`)
      expect(own.token).toBeDefined()
      expect((await own.evaluate('sum', { headers: afar })).status).toBe(403)
      const key = new RegExp(`errors/${id}#k=([\\w-]{43})`).exec(terminal())?.[1]
      const unlocked = await command(app().url, 'unlock', { headers: afar, body: { error: id, key } })
      expect(unlocked).toMatchObject({ status: 200, json: { token: expect.stringMatching(/^[\w-]{43}$/) } })
      const { token: given } = unlocked.json as { readonly token: string }
      expect((await own.evaluate('sum', { token: given, headers: afar })).json).toMatchObject({ text: '2' })
      const guesses = await Promise.all(
        Array.from({ length: 15 }, () =>
          command(app().url, 'unlock', { headers: afar, body: { error: id, key: 'guess' } }),
        ),
      )
      expect(guesses.filter(({ status }) => status === 403)).toHaveLength(10)
      expect(guesses.filter(({ status }) => status === 429)).toHaveLength(5)
      expect((await command(app().url, 'unlock', { headers: afar, body: { error: id, key } })).status).toBe(
        429,
      )
    })

    it('3.0.4: a foreign page locks nobody out', async () => {
      const { evaluate } = await openPage(app().url, '/debug/total')
      const foreign = { origin: 'http://evil.test', 'sec-fetch-site': 'cross-site' }
      for (let index = 0; index < 15; index++)
        expect((await evaluate('1', { headers: foreign, token: 'guess' })).status).toBe(403)
      for (let index = 0; index < 15; index++)
        expect(
          (await evaluate('1', { headers: { host: 'evil.test' }, token: 'guess' })).status,
        ).toBeGreaterThanOrEqual(400)
      expect((await evaluate('sum')).json).toMatchObject({ text: '2' })
    })

    it('WZD-27: has no console of its own unless it is switched on', async () => {
      expect((await send(`${app().url}/-/culprit/console`)).status).toBe(404)
    })
  })
}
