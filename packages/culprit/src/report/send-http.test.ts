import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createTempDir } from '@culprit/testkit'
import { encodeEnvelope } from '@culprit/wire'
import { describe, expect, it } from 'vitest'
import { startReportServer, type ReportServer } from '../../test/report-survival/report-server.ts'
import { startProxy } from '../../test/report-survival/start-proxy.ts'
import { createHttpSender, type HttpPost, type HttpSender, type HttpSenderOptions } from './send-http.ts'

function sender(options: Partial<HttpSenderOptions> = {}): HttpSender & Disposable {
  const made = createHttpSender({ timeoutMs: 20_000, maxSockets: 2, ...options })
  return { ...made, [Symbol.dispose]: () => made.close() }
}

function postTo(server: Pick<ReportServer, 'port'>, scheme = 'http'): HttpPost {
  const body = encodeEnvelope({ items: [{ header: { type: 'event' }, payload: '{}' }] })
  const url = new URL(`${scheme}://127.0.0.1:${server.port}/api/7/envelope/`)
  return { url, headers: { 'content-length': String(body.length) }, body }
}

async function certificate(): Promise<{ readonly key: string; readonly cert: string }> {
  await using dir = await createTempDir()
  const [key, cert] = [join(dir.path, 'key'), join(dir.path, 'cert')]
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2']
  execFileSync('openssl', [...made, ...names], { stdio: 'ignore' })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}

describe('createHttpSender()', () => {
  it('A9: resolves with any answer and the headers that matter', async () => {
    await using server = await startReportServer()
    using http = sender()
    server.answer = () => ({
      status: 429,
      headers: { 'retry-after': '7', 'x-sentry-rate-limits': '1::key', etag: 'x' },
    })
    const { status, headers } = await http.post(postTo(server))
    expect(status).toBe(429)
    expect([...headers]).toEqual([
      ['retry-after', '7'],
      ['x-sentry-rate-limits', '1::key'],
      ['date', expect.stringMatching(/ GMT$/)],
    ])
  })

  it('keeps connections, also after an error status', async () => {
    await using server = await startReportServer()
    using http = sender()
    server.answer = () => ({ status: server.posts.length === 1 ? 500 : 200 })
    for (let n = 0; n < 3; n++) await http.post(postTo(server))
    expect(server.connections).toBe(1)
  })

  it('does not follow redirects', async () => {
    await using server = await startReportServer()
    using http = sender()
    server.answer = () => ({ status: 307, headers: { location: '/elsewhere' } })
    expect((await http.post(postTo(server))).status).toBe(307)
    expect(server.posts).toHaveLength(1)
  })

  it('rejects when nobody listens, when the answer does not come, and when it is none', async () => {
    await using server = await startReportServer()
    using http = sender({ timeoutMs: 100 })
    server.answer = () => 'silent'
    await expect(http.post(postTo(server))).rejects.toThrow('No answer within 100 ms')
    await expect(http.post(postTo({ port: 9 }))).rejects.toThrow(/ECONNREFUSED|refused|No answer/)
    const babbler = createServer((socket) => {
      socket.on('error', () => {})
      socket.resume()
      socket.end('SSH-2.0-OpenSSH\r\n')
    })
    await new Promise<void>((resolve) => babbler.listen(0, '127.0.0.1', resolve))
    const { port } = babbler.address() as AddressInfo
    await expect(http.post(postTo({ port }))).rejects.toThrow()
    await new Promise((resolve) => babbler.close(resolve))
  })

  it('takes an answer without end for an answer', async () => {
    const endless = createServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n')
        for (let n = 0; n < 20; n++) socket.write(Buffer.alloc(16_384))
      })
    })
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve))
    const { port } = endless.address() as AddressInfo
    using http = sender()
    expect((await http.post(postTo({ port }))).status).toBe(200)
    await new Promise((resolve) => endless.close(resolve))
  })
})

describe('createHttpSender() through a proxy', () => {
  it('asks the proxy for whole URLs of a server without TLS, as the user of its URL', async () => {
    await using server = await startReportServer()
    await using proxy = await startProxy({
      authorization: `Basic ${Buffer.from('eve:p@ss').toString('base64')}`,
    })
    using http = sender({ proxy: new URL(`http://eve:p%40ss@127.0.0.1:${proxy.port}`) })
    expect((await http.post(postTo(server))).status).toBe(200)
    expect(proxy.asked).toEqual([`POST http://127.0.0.1:${server.port}/api/7/envelope/`])
    expect(server.posts[0]?.headers.host).toBe(`127.0.0.1:${server.port}`)
    using stranger = sender({ proxy: new URL(`http://127.0.0.1:${proxy.port}`) })
    expect((await stranger.post(postTo(server))).status).toBe(407)
  })
})

const hasOpenssl = spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0
describe.skipIf(!hasOpenssl)('createHttpSender() by TLS', () => {
  it('verifies the certificate, trusts the one it is told to, and keeps the connection', async () => {
    const tls = await certificate()
    await using server = await startReportServer({ tls })
    using wary = sender()
    await expect(wary.post(postTo(server, 'https'))).rejects.toThrow(/self-signed/)
    using trusting = sender({ ca: tls.cert })
    for (let n = 0; n < 3; n++) expect((await trusting.post(postTo(server, 'https'))).status).toBe(200)
    expect(server.connections).toBe(1)
  })

  it('goes through a tunnel of the proxy, which is kept, and verifies the server there too', async () => {
    const tls = await certificate()
    await using server = await startReportServer({ tls })
    await using proxy = await startProxy()
    using http = sender({ ca: tls.cert, proxy: new URL(`http://127.0.0.1:${proxy.port}`) })
    for (let n = 0; n < 3; n++) expect((await http.post(postTo(server, 'https'))).status).toBe(200)
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${server.port}`])
    const byName = postTo(server, 'https')
    expect(
      (await http.post({ ...byName, url: new URL(byName.url.href.replace('127.0.0.1', 'localhost')) }))
        .status,
    ).toBe(200)
    using wary = sender({ proxy: new URL(`http://127.0.0.1:${proxy.port}`) })
    await expect(wary.post(postTo(server, 'https'))).rejects.toThrow(/self-signed/)
  })

  it('rejects when the proxy refuses or says nothing', async () => {
    await using refusing = await startProxy({ authorization: 'Basic x' })
    using http = sender({ proxy: new URL(`http://127.0.0.1:${refusing.port}`) })
    await expect(http.post(postTo({ port: 9 }, 'https'))).rejects.toThrow('The proxy answered 407')
    await using silent = await startProxy({ isSilent: true })
    using patient = sender({ timeoutMs: 100, proxy: new URL(`http://127.0.0.1:${silent.port}`) })
    await expect(patient.post(postTo({ port: 9 }, 'https'))).rejects.toThrow(/in time|No answer/)
  })
})
