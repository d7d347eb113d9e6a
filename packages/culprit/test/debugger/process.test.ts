import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { command, openPage, send, until } from '@culprit/testkit'
import { startApp, type StartedApp, type StartOptions } from './start-app.ts'

const apps: StartedApp[] = []

async function start(options?: StartOptions): Promise<StartedApp> {
  const app = await startApp(options)
  apps.push(app)
  return app
}

afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop()
})

describe('an application that is debugged', () => {
  it('has live frames of TypeScript by its lines (N8), and tells the log of the request', async () => {
    const { url } = await start()
    const { id, token, answer, evaluate } = await openPage(url, '/log')
    expect((await evaluate('detail + size')).json).toMatchObject({ text: '9' })
    const { json } = await send(`${url}/-/culprit/frames/${id}.json`, {
      headers: { 'x-culprit-token': token ?? '' },
    })
    expect(json).toMatchObject({
      frames: expect.arrayContaining([expect.objectContaining({ function: 'fail', line: 12 })]),
    })
    expect(answer.text).toContain('seen 7')
  })

  it('N2: frame 0 is where an error was thrown, not where it was made', async () => {
    const { url } = await start()
    const { id, token, evaluate } = await openPage(url, '/made')
    const { json } = await send(`${url}/-/culprit/frames/${id}.json`, {
      headers: { 'x-culprit-token': token ?? '' },
    })
    const { frames } = json as { readonly frames: readonly object[] }
    expect(frames[0]).toMatchObject({ function: 'thrower', vars: expect.arrayContaining(['here']) })
    expect((await evaluate('here')).json).toMatchObject({ text: '7' })
  })

  it('HID-1, HID-4, HID-6: hides frames that say so, in all forms', async () => {
    const { url } = await start()
    const { answer } = await openPage(url, '/hidden')
    expect(answer.text).not.toContain('at hidden')
    expect((await send(`${url}/hidden`, { headers: { accept: 'text/plain' } })).text).not.toContain(
      'at hidden',
    )
  })

  it('N9: shows what ends the process in the terminal', async () => {
    const app = await start()
    await send(`${app.url}/end`).catch(() => undefined)
    expect(await app.ended).not.toBe(0)
    expect(app.stderr()).toContain('RangeError: failed at 2')
    expect(app.stderr()).toMatch(/> ?12|12 \|/)
  })

  it('N9: shows a rejection that nobody waits for, and pretends no answer', async () => {
    const app = await start()
    await send(`${app.url}/reject`).catch(() => undefined)
    expect(await app.ended).not.toBe(0)
    expect(app.stderr()).toContain('TypeError: nobody waits')
  })

  it('N1: works in a worker thread', async () => {
    const app = await start()
    await send(`${app.url}/worker`)
    const port = await until(() => /listening on \d+\s+listening on (\d+)/.exec(app.stdout())?.[1])
    const { evaluate } = await openPage(`http://127.0.0.1:${port}`, '/boom')
    expect((await evaluate('detail')).json).toMatchObject({ text: '42' })
  })
})

describe('another debugger', () => {
  it('N7, EXT-1: switches capture off from the start, and the page says so', async () => {
    const { url } = await start({ flags: ['--inspect=0'] })
    const { answer, evaluate } = await openPage(url, '/boom')
    expect(answer.text).toContain('failed at 42')
    expect(await evaluate('1')).toMatchObject({ status: 400, json: { liveness: 'external-debugger' } })
  })

  it('N7: switches capture off when it comes later', async () => {
    const { url } = await start()
    expect((await (await openPage(url, '/boom')).evaluate('detail')).json).toMatchObject({ text: '42' })
    await send(`${url}/inspect`)
    expect(await (await openPage(url, '/boom')).evaluate('1')).toMatchObject({
      status: 400,
      json: { liveness: 'external-debugger' },
    })
  })
})

describe('what is switched', () => {
  it('RUN-7: pages without consoles', async () => {
    const { url } = await start({ options: { debugger: { evaluate: false } } })
    const { answer, token, id } = await openPage(url, '/boom')
    expect(answer.text).toContain('failed at 42')
    expect(token).toBeUndefined()
    expect(
      (await command(url, 'eval', { token: 'a'.repeat(43), body: { error: id, frame: 0, code: '1' } }))
        .status,
    ).toBe(403)
  })

  it('WZD-27: a console without an error', async () => {
    const { url, stderr } = await start({ options: { debugger: { console: true } } })
    const page = await openPage(url, '/-/culprit/console')
    expect(page.answer.status).toBe(200)
    expect(page.id).toBe('console')
    expect((await page.evaluate('let a = 20; a + 1', { error: 'console' })).json).toMatchObject({
      text: '21',
    })
    expect(
      (await page.evaluate('a; (await import("node:os")).EOL.length + a; app.name', { error: 'console' }))
        .json,
    ).toMatchObject({ text: "'app'" })
    expect((await send(`${url}/-/culprit/console`, { headers: { host: 'evil.test' } })).status).toBe(403)
    expect(stderr()).toMatch(/console#?|#k=[\w-]{43}/)
  })

  it('4.13: production refuses, loudly, and answers as production does', async () => {
    const { url, stderr } = await start({ env: { NODE_ENV: 'production' } })
    const { answer, token } = await openPage(url, '/boom')
    expect(answer.status).toBe(500)
    expect(token).toBeUndefined()
    expect(answer.text).not.toContain('failed at')
    expect((await send(`${url}/-/culprit/eval`, { method: 'POST' })).text).toBe('fine')
    expect(stderr()).toContain('NODE_ENV is production')
  })

  it('4.13: production is forced, with a warning', async () => {
    const { url, stderr } = await start({
      env: { NODE_ENV: 'production' },
      options: { debugger: { allowInProduction: true } },
    })
    expect((await (await openPage(url, '/boom')).evaluate('detail')).json).toMatchObject({ text: '42' })
    expect(stderr()).toContain('WARNING: the interactive debugger runs with NODE_ENV=production')
  })

  it('HST-3: the host that the server was told to listen on is trusted', async () => {
    const { url } = await start({ env: { HOST: 'shop.test' } })
    const { evaluate } = await openPage(url, '/boom', { host: 'shop.test' })
    expect((await evaluate('detail', { headers: { host: 'shop.test' } })).json).toMatchObject({ text: '42' })
  })
})

describe('a wider listener', () => {
  const address = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

  it('is warned of once', async () => {
    const { url, stderr } = await start({ env: { APP_HOST: '0.0.0.0' } })
    await send(url)
    await send(url)
    expect(stderr().match(/WARNING: the server listens on 0\.0\.0\.0/g)).toHaveLength(1)
  })

  it.skipIf(address === undefined)('gives other machines no token', async () => {
    const { url, stderr } = await start({ env: { APP_HOST: '0.0.0.0' } })
    const afar = `http://${address}:${new URL(url).port}`
    const { token, id, answer } = await openPage(afar, '/boom')
    expect(answer.text).toContain('failed at 42')
    expect(token).toBeUndefined()
    const key = await until(
      () => new RegExp(`${afar}/-/culprit/errors/${id}#k=([\\w-]{43})`).exec(stderr())?.[1],
    )
    const { json } = await command(afar, 'unlock', { body: { error: id, key } })
    const { token: given } = json as { readonly token: string }
    const body = { error: id, frame: 0, code: 'detail' }
    expect((await command(afar, 'eval', { token: given, body })).json).toMatchObject({ text: '42' })
  })
})

describe('another process', () => {
  it('WZD-5, PIN-4: an error of a process that is gone, or is another one, says so', async () => {
    const first = await start()
    const { id, evaluate } = await openPage(first.url, '/boom')
    const second = await start()
    const body = { error: id, frame: 0, code: '1' }
    expect(await command(second.url, 'eval', { token: 'a'.repeat(43), body })).toMatchObject({
      status: 410,
      json: { state: 'other-process', pid: first.pid },
    })
    const port = new URL(first.url).port
    await first.stop()
    await start({ env: { APP_PORT: port } })
    expect(await evaluate('1')).toMatchObject({
      status: 410,
      json: { state: 'restarted', started: expect.any(String) },
    })
    const page = await openPage(first.url, `/-/culprit/errors/${id}`)
    expect(page.answer.status).toBe(410)
    expect((await send(`${second.url}/-/culprit/errors/${'0'.repeat(32)}`)).status).toBe(404)
  })
})
