import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** Something that takes log records, and the lines that reached it. */
interface Receiver extends AsyncDisposable {
  readonly port: number
  readonly lines: () => readonly string[]
}

async function receive(kind: 'http' | 'tcp'): Promise<Receiver> {
  let got = ''
  const server =
    kind === 'http'
      ? createServer((request, response) => {
          void text(request).then((form) => {
            got += `${new URLSearchParams(form).get('message')}\n`
            response.end()
          })
        })
      : createTcpServer((socket) => {
          socket.on('error', () => {})
          socket.on('data', (chunk: Buffer) => (got += chunk.toString().replaceAll('\0', '\n')))
        })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    lines: () => [...new Set(got.match(/line \w+/g) ?? [])],
    [Symbol.asyncDispose]: async () => void (await new Promise((resolve) => server.close(resolve))),
  }
}

async function run(...args: readonly string[]): Promise<string> {
  const program = fileURLToPath(new URL('log-to-network.ts', import.meta.url))
  const flags = ['--no-warnings', '--conditions=@culprit/source', program, ...args]
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'pipe'] })
  const said = text(child.stderr)
  await once(child, 'exit')
  return said
}

const five = [0, 1, 2, 3, 4].map((n) => `line ${n}`)

describe.each(['http', 'tcp'] as const)('records that wait for %s when the process ends', (kind) => {
  it.each([
    ['exit', five],
    ['throw', five],
    ['SIGTERM', five],
    ['end', five],
    ['late', [...five, 'line late']],
  ])('are sent all the same: %s', async (ending, lines) => {
    await using receiver = await receive(kind)
    const said = await run(kind, String(receiver.port), ending)
    await expect.poll(receiver.lines).toEqual(lines)
    expect(said).not.toContain('were not sent')
  })

  it('are counted and told where the receiver is away', async () => {
    const { port, ...receiver } = await receive(kind)
    await receiver[Symbol.asyncDispose]()
    const said = await run(kind, String(port), 'outage')
    expect(said).toMatch(/culprit: \d log records were not sent to .*127\.0\.0\.1.* before the end/)
  })
})
