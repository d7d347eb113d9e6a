import { describe, expect, it } from 'vitest'
import type { AdapterHarness } from '../harness.ts'
import { withApp } from '../with-app.ts'
import { debuggedRoutes } from './debugged-routes.ts'
import { command, openPage } from './failed-page.ts'
import { send } from './send.ts'
import { withTerminal } from './terminal.ts'

/** What a page with the token can do. */
export function describeDebuggerCommands(harness: AdapterHarness): void {
  describe('the console', () => {
    withTerminal()
    const app = withApp(harness, { handlers: 'all', debug: true, routes: debuggedRoutes })

    it('evaluates in the frame of the throw, and in those around it', async () => {
      const { evaluate } = await openPage(app().url, '/debug/total')
      expect(await evaluate('sum + rate')).toMatchObject({
        status: 200,
        json: { ok: true, text: '4', logs: [] },
      })
      expect((await evaluate('this.#owner')).json).toMatchObject({ text: "'Ada'" })
      expect((await evaluate('nope')).json).toMatchObject({
        ok: false,
        error: { name: 'ReferenceError', message: 'nope is not defined' },
      })
      expect((await evaluate('typeof rate', { frame: 1 })).json).toMatchObject({ text: "'undefined'" })
    })

    it('CON-1: keeps declarations, and waits for promises', async () => {
      const { evaluate } = await openPage(app().url, '/debug/total')
      expect((await evaluate('const twice = sum * 2; console.log("twice", twice)')).json).toMatchObject({
        ok: true,
        logs: [{ level: 'log', text: 'twice 4' }],
      })
      expect((await evaluate('await Promise.resolve(twice)')).json).toMatchObject({ text: '4' })
      expect((await evaluate('if (twice) {')).json).toMatchObject({ ok: false, incomplete: true })
    })

    it('is there after an await, for what was thrown without an error, and knows the request', async () => {
      const later = await openPage(app().url, '/debug/async')
      expect((await later.evaluate('[before, after]')).json).toMatchObject({
        text: "['before', 'before and after']",
      })
      const text = await openPage(app().url, '/debug/text')
      expect((await text.evaluate('reason')).json).toMatchObject({ text: "'no object'" })
      expect((await text.evaluate('$err')).json).toMatchObject({ text: "'plain no object'" })
      expect((await text.evaluate('String($req.url ?? $req.path)')).json).toMatchObject({
        text: expect.stringContaining('/debug/text'),
      })
    })

    it('lists frames and causes, whose frames are alive as well', async () => {
      const { id = '', token = '', evaluate } = await openPage(app().url, '/debug/checkout')
      const framesOf = (error: string): Promise<{ readonly json: unknown }> =>
        send(`${app().url}/-/culprit/frames/${error}.json`, { headers: { 'x-culprit-token': token } })
      const listed = (await framesOf(id)).json as {
        readonly frames: readonly object[]
        readonly chain: readonly string[]
      }
      expect(listed.frames[0]).toMatchObject({
        index: 0,
        function: 'checkout',
        file: expect.stringMatching(/debugged-routes\.ts$/),
        line: expect.any(Number),
        vars: expect.arrayContaining(['step', 'order', 'cause']),
      })
      expect(listed.frames.map((frame) => Reflect.get(frame, 'index'))).toEqual(
        listed.frames.map((_frame, index) => index),
      )
      expect(listed.chain).toHaveLength(1)
      const [cause = ''] = listed.chain
      const below = (await framesOf(cause)).json as { readonly frames: readonly object[] }
      expect(below.frames.slice(0, 2)).toMatchObject([{ function: 'Cart.total' }, { function: 'checkout' }])
      expect((await evaluate('sum', { error: cause })).json).toMatchObject({ text: '2' })
      expect((await evaluate('order.id')).json).toMatchObject({ text: '7' })
    })

    it('HTM-13: has the members of an AggregateError in the chain', async () => {
      const { id = '', token = '', answer } = await openPage(app().url, '/debug/group')
      const { json } = await send(`${app().url}/-/culprit/frames/${id}.json`, {
        headers: { 'x-culprit-token': token },
      })
      expect(json).toMatchObject({ chain: [expect.any(String), expect.any(String)] })
      expect(answer.text).toContain('second')
    })

    it('completes, expands, and is given up', async () => {
      const { id, token, evaluate } = await openPage(app().url, '/debug/total')
      const completed = await command(app().url, 'complete', {
        token,
        body: { error: id, frame: 0, code: 'this.it', cursor: 7 },
      })
      expect(completed.json).toMatchObject({ from: 5, items: [{ label: 'items', kind: 'array' }] })
      const { value } = (await evaluate('this')).json as { readonly value: { readonly ref: string } }
      expect(
        (await command(app().url, 'expand', { token, body: { error: id, ref: value.ref } })).json,
      ).toMatchObject({ entries: [{ name: 'items', value: { preview: "['pen']" } }], more: 0 })
      const waiting = command(app().url, 'eval', {
        token,
        body: { error: id, frame: 0, code: 'await new Promise(() => {})', evaluation: 'e1' },
      })
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(
        (await command(app().url, 'cancel', { token, body: { error: id, evaluation: 'e1' } })).json,
      ).toEqual({})
      expect((await waiting).json).toMatchObject({ ok: false, error: { name: 'Cancelled' } })
    })

    it('says why a frame has none', async () => {
      const { id = '', token = '', evaluate } = await openPage(app().url, '/debug/total')
      const { json } = await send(`${app().url}/-/culprit/frames/${id}.json`, {
        headers: { 'x-culprit-token': token },
      })
      const { frames } = json as {
        readonly frames: readonly { readonly index: number; readonly liveness: string }[]
      }
      const library = frames.find(({ liveness }) => liveness === 'library')
      if (library !== undefined) {
        expect(await evaluate('1', { frame: library.index })).toMatchObject({
          status: 400,
          json: { liveness: 'library' },
        })
      }
      expect(await evaluate('1', { frame: 500 })).toMatchObject({ status: 404 })
    })

    it('WZD-15: is gone when newer errors took the place of the old one', async () => {
      const first = await openPage(app().url, '/debug/total')
      for (let index = 0; index < 20; index++) await openPage(app().url, '/debug/total')
      expect(await first.evaluate('sum')).toMatchObject({ status: 410, json: { state: 'expired' } })
      const page = await send(`${app().url}/-/culprit/errors/${first.id}`, {
        headers: { accept: 'text/html' },
      })
      expect(page.status).toBe(410)
      expect(page.headers['content-type']).toContain('text/html')
    })
  })
}
