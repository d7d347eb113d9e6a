import { constants, createBrotliCompress, createGzip, createZstdCompress, gzipSync } from 'node:zlib'
import { request } from 'node:http'
import { connect } from 'node:net'
import type { Transform } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import {
  eventEnvelope,
  eventId,
  key,
  otherKey,
  type RunningIngest,
  startIngest,
  type StartOptions,
} from './start-ingest.ts'

let ingest: RunningIngest

afterEach(async () => {
  expect(ingest.errors).toEqual([])
  await ingest.close()
})

const path = `/api/1/envelope/?sentry_key=${key}`

async function start(options: StartOptions = {}): Promise<void> {
  ingest = await startIngest(options)
}

async function post(
  body: Uint8Array | string,
  headers: Record<string, string> = {},
  target = path,
): Promise<Response> {
  const response = await fetch(ingest.url + target, { method: 'POST', body: body as BodyInit, headers })
  await response.clone().text()
  return response
}

describe('disk', () => {
  it('a full disk gives 503 with a reason and recovers by itself', async () => {
    await start({ faulty: true })
    expect((await post(eventEnvelope)).status).toBe(200)
    ingest.files.fillDiskAfter(10)
    const full = await post(eventEnvelope)
    expect(full.status).toBe(503)
    expect(await full.json()).toMatchObject({ detail: expect.stringContaining('disk is full') })
    expect(full.headers.get('retry-after')).toBe('5')
    ingest.files.fillDiskAfter(undefined)
    expect((await post(eventEnvelope)).status).toBe(200)
    expect(ingest.entries()).toHaveLength(2)
    expect(ingest.losses()).toMatchObject([{ reason: 'disk-full', quantity: 1 }])
  })

  it('a read-only directory gives 503 and recovers by itself', async () => {
    await start({ faulty: true })
    ingest.files.readOnly(true)
    const refused = await post(eventEnvelope)
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('read-only') })
    ingest.files.readOnly(false)
    expect((await post(eventEnvelope)).status).toBe(200)
    expect(ingest.entries()).toHaveLength(1)
  })

  it('a failed sync gives 503 to all who waited, and their events are never digested', async () => {
    await start({ faulty: true })
    ingest.files.failSync(1)
    const first = await Promise.all(Array.from({ length: 8 }, () => post(eventEnvelope)))
    const refused = first.filter(({ status }) => status === 503).length
    expect(refused).toBeGreaterThan(0)
    expect((await post(eventEnvelope)).status).toBe(200)
    expect(ingest.entries()).toHaveLength(9 - refused)
  })

  it('little free disk gives 503 before anything is read', async () => {
    await start({ faulty: true, limits: { minFreeDiskBytes: 1024 } })
    ingest.files.setFreeBytes(100)
    // What is free is known about a second late.
    await expect
      .poll(async () => (await post(eventEnvelope)).status, { timeout: 5000, interval: 300 })
      .toBe(503)
    expect((await fetch(`${ingest.url}/api/relay/healthcheck/ready/`)).status).toBe(503)
    ingest.files.setFreeBytes(1e9)
    await expect
      .poll(async () => (await post(eventEnvelope)).status, { timeout: 5000, interval: 300 })
      .toBe(200)
  })
})

describe('spool', () => {
  it('a full spool gives 429 until it is digested', async () => {
    await start({ limits: { spoolBytes: 500 } })
    const statuses = []
    for (let index = 0; index < 6; index += 1) statuses.push((await post(eventEnvelope)).status)
    expect(statuses[0]).toBe(200)
    expect(statuses.at(-1)).toBe(429)
    const refused = await post(eventEnvelope)
    expect(refused.headers.get('x-sentry-rate-limits')).toBe('5::organization:spool_full')
    expect(refused.headers.get('retry-after')).toBe('5')
    for (const { lane, end } of ingest.spool.ends()) await ingest.spool.release(lane, end)
    expect((await post(eventEnvelope)).status).toBe(200)
  })

  it('a noisy project goes to the other lane, and the quiet one does not', async () => {
    await start({ room: { entries: 200, bytes: 1e6 } })
    for (let taken = 0; taken < 600; taken += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(eventEnvelope)))
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    }
    const [main, bulk] = ingest.spool.ends()
    expect([main?.lane, bulk?.lane]).toEqual(['main', 'bulk'])
    const before = bulk?.end.offset ?? 0
    expect(before).toBeGreaterThan(1000)
    await post(eventEnvelope, {}, `/api/2/envelope/?sentry_key=${otherKey}`)
    expect(ingest.spool.ends()[1]?.end.offset).toBe(before)
    ingest.backlog.digested({ projectId: 1, entries: 600 })
    await post(eventEnvelope)
    expect(ingest.spool.ends()[1]?.end.offset).toBe(before)
  })
})

describe('large bodies', () => {
  it('a declared length beyond the limit is 413 at once, and the client sees it', async () => {
    await start({ limits: { bodyBytes: 1000 } })
    const response = await post('x'.repeat(3_000_000))
    expect(response.status).toBe(413)
    expect((await post(eventEnvelope)).status).toBe(200)
  })

  it('a chunked body beyond the limit is 413 while it is still being sent', async () => {
    await start({ limits: { bodyBytes: 100_000 } })
    const { port } = new URL(ingest.url)
    const status = await new Promise((resolve, reject) => {
      const req = request({ port, path, method: 'POST' }, (res) => {
        resolve(res.statusCode)
        req.destroy()
      })
      req.on('error', reject)
      const timer = setInterval(() => req.write(Buffer.alloc(10_000)), 1)
      req.on('close', () => clearInterval(timer))
    })
    expect(status).toBe(413)
  })

  it('bodies in memory are bounded all together: 503, and room again afterwards', async () => {
    await start({ limits: { bodyBytesInFlight: 50_000 } })
    const { port, host } = new URL(ingest.url)
    const held = connect(Number(port), '127.0.0.1')
    held.write(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 60000\r\n\r\n${'x'.repeat(45_000)}`)
    await expect.poll(() => ingest.admission.bytesInFlight()).toBe(45_000)
    const refused = await post('y'.repeat(10_000))
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('2')
    held.destroy()
    await expect.poll(() => ingest.admission.bytesInFlight()).toBe(0)
    expect((await post(eventEnvelope)).status).toBe(200)
    expect(
      ingest
        .losses()
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['client-aborted', 'overloaded'])
  })

  it('refusing early leaves the connection usable', async () => {
    await start()
    const { port, host } = new URL(ingest.url)
    const socket = connect(Number(port), '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString()
    })
    socket.write(
      `POST /api/1/envelope/ HTTP/1.1\r\nHost: ${host}\r\nX-Sentry-Auth: nonsense\r\nContent-Length: 200000\r\n\r\n${'x'.repeat(200_000)}`,
    )
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${eventEnvelope.length}\r\n\r\n${eventEnvelope}`,
    )
    await expect.poll(() => text).toContain(eventId)
    expect(text).toContain('HTTP/1.1 401')
    socket.destroy()
  })
})

const gigabyte = 1024 ** 3

/** An envelope with one attachment of zeros without end, compressed. */
async function bomb(compressor: Transform): Promise<Buffer> {
  const chunks: Buffer[] = []
  compressor.on('data', (chunk: Buffer) => chunks.push(chunk))
  compressor.write(`{"event_id":"${eventId}"}\n{"type":"attachment"}\n`)
  const zeros = Buffer.alloc(8 * 1024 * 1024)
  for (let size = 0; size < gigabyte; size += zeros.length) {
    if (!compressor.write(zeros)) await new Promise((resolve) => compressor.once('drain', resolve))
  }
  const ended = new Promise((resolve) => compressor.once('end', resolve))
  compressor.end()
  await ended
  return Buffer.concat(chunks)
}

describe('decompression bombs of 1 GiB', () => {
  const compressors = {
    gzip: () => createGzip({ level: 1 }),
    br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    zstd: () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  }
  it.each(['gzip', 'br', 'zstd'] as const)(
    '%s: 413, and memory stays bounded',
    async (encoding) => {
      await start()
      const body = await bomb(compressors[encoding]())
      expect(body.length).toBeLessThan(10 * 1024 * 1024)
      await post(gzipSync(eventEnvelope), { 'content-encoding': 'gzip' })
      globalThis.gc?.()
      const before = process.memoryUsage.rss()
      let peak = before
      const timer = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage.rss())
      }, 5)
      const response = await post(body, { 'content-encoding': encoding })
      clearInterval(timer)
      expect(response.status).toBe(413)
      expect(peak - before).toBeLessThan(64 * 1024 * 1024)
      for (const target of ['/api/1/store/', '/api/1/security/']) {
        const refused = await post(
          body,
          { 'content-encoding': encoding, 'content-type': 'application/json' },
          `${target}?sentry_key=${key}`,
        )
        expect(refused.status, target).toBe(413)
      }
      expect(ingest.entries()).toHaveLength(1)
    },
    120_000,
  )

  it('a zstd frame that asks for a huge window is refused', async () => {
    await start()
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00])
    expect((await post(frame, { 'content-encoding': 'zstd' })).status).toBe(400)
  })
})
