import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { answerHealth, type HealthDeps } from './health.ts'

async function ask(
  path: string,
  headers: Record<string, string>,
  deps: Partial<HealthDeps> = {},
): Promise<{ status: number; text: string }> {
  const all: HealthDeps = { notReady: () => undefined, metrics: () => 'm 1\n', apiToken: undefined, ...deps }
  await using server = createServer((req, res) => {
    if (!answerHealth(req, res, all)) res.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { ...headers, connection: 'close' },
  })
  return { status: response.status, text: await response.text() }
}

describe('answerHealth()', () => {
  it('is live while it answers at all', async () => {
    expect(await ask('/health/live', {}, { notReady: () => 'disk full' })).toMatchObject({ status: 200 })
  })

  it('is not ready, with the reason, while nothing is taken', async () => {
    const { status, text } = await ask('/health/ready', {}, { notReady: () => 'the disk is full' })
    expect(status).toBe(503)
    expect(JSON.parse(text)).toEqual({ status: 'not ready', detail: 'the disk is full' })
    expect(await ask('/health/ready', {})).toMatchObject({ status: 200 })
  })

  it('gives metrics to this machine without a token', async () => {
    expect(await ask('/metrics', {})).toEqual({ status: 200, text: 'm 1\n' })
  })

  it('asks those behind a proxy for the token', async () => {
    const proxied = { 'x-forwarded-for': '9.9.9.9' }
    expect(await ask('/metrics', proxied)).toMatchObject({ status: 401 })
    expect(
      await ask('/metrics', { ...proxied, authorization: 'Bearer wrong' }, { apiToken: 'right token here' }),
    ).toMatchObject({ status: 401 })
    expect(
      await ask(
        '/metrics',
        { ...proxied, authorization: 'Bearer right token here' },
        { apiToken: 'right token here' },
      ),
    ).toMatchObject({ status: 200 })
  })

  it('leaves other paths alone', async () => {
    expect(await ask('/issues', {})).toMatchObject({ status: 404 })
  })
})
