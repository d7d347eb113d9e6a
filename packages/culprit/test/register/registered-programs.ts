import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { bareEnv, createTempDir, until } from '@culprit/testkit'
import type { SentEvent } from '@culprit/wire'
import { createDelivery } from '../../src/report/delivery.ts'

const register = new URL('../../src/register.ts', import.meta.url).href
const folder = fileURLToPath(new URL('.', import.meta.url))

/** How a program ended. */
export interface RegisteredEnd {
  readonly code: number | null
  readonly stderr: string
}

/** Programs that run with `--import culprit/register`, a spool directory, and a server that they report to. */
export interface RegisteredPrograms extends AsyncDisposable {
  readonly dsn: string
  /** The parent of the spool. */
  readonly dir: string
  /** Runs a program to its end; it is written beside this file, to find the packages it imports. */
  run(program: string, env?: Readonly<Record<string, string>>): Promise<RegisteredEnd>
  /**
   * Resolves with the events, once there are so many and no more wait. What a program had no time to send lies in its
   * spool: on a loaded machine its last attempt takes longer than it may.
   */
  arrived(count: number): Promise<readonly SentEvent[]>
}

/** Returns a place for programs to report to. */
export async function registeredPrograms(): Promise<RegisteredPrograms> {
  const events: SentEvent[] = []
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request)
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
    const lines = text.split('\n')
    for (const [index, line] of lines.entries()) {
      if (line.startsWith('{"type":"event"')) events.push(JSON.parse(lines[index + 1] ?? '') as SentEvent)
    }
    response.end('{}')
  }
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const dir = await createTempDir('register-')
  const { port } = server.address() as AddressInfo
  const dsn = `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/1`
  // One that was sent when its sender was ended is sent again, under the same id.
  const distinct = (): readonly SentEvent[] => [
    ...new Map(events.map((event) => [event.event_id, event])).values(),
  ]
  return {
    dsn,
    dir: dir.path,
    run: (program, env = { CULPRIT_DSN: dsn }) => run(program, { CULPRIT_SPOOL_DIR: dir.path, ...env }),
    arrived: async (count) => {
      const spoolDir = join(dir.path, 'report')
      const rest = createDelivery({ dsn, spoolDir }, { exit: false, warn: () => {}, lookEveryMs: 100 })
      // A program that had time to send has made no folders.
      const waiting = (): number =>
        ['new', 'cur']
          .map((part) => join(spoolDir, part))
          .reduce((sum, path) => sum + (existsSync(path) ? readdirSync(path).length : 0), 0)
      await until(() => distinct().length >= count && waiting() === 0, { what: `${count} events` })
      await rest.close(0)
      return distinct()
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await dir.remove()
    },
  }
}

async function run(program: string, env: Readonly<Record<string, string>>): Promise<RegisteredEnd> {
  const file = join(folder, `registered-${process.pid}-${crypto.randomUUID()}.mts`)
  writeFileSync(file, program)
  try {
    const args = ['--conditions=@culprit/source', '--import', register, file]
    const child = spawn(process.execPath, args, {
      env: { ...bareEnv(), ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, stderr }
  } finally {
    rmSync(file)
  }
}

/** Returns the exceptions of an event. */
export function valuesOf(event: SentEvent | undefined): unknown {
  const { exception } = event ?? {}
  return exception !== null && typeof exception === 'object' && 'values' in exception
    ? exception.values
    : undefined
}
