import { spawn } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createSmtpSink, createTempDir, type SmtpSink } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'

interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

interface Program {
  readonly port: number
  readonly spoolDir: string | false
  /** For the process that sends at the end, its start on a loaded machine included. @default 30,000 */
  readonly crashTimeoutMs?: number
  /** Further options of the handler, as source. */
  readonly options?: string
  /** What it does with `log` and `mails`. */
  readonly body: string
  /** Ends it by SIGKILL, once it is resolved. */
  readonly killAfter?: Promise<unknown>
}

/** Runs a program whose logger `log` mails, with its sources as they are, to its end. */
async function run({
  port,
  spoolDir,
  crashTimeoutMs = 30_000,
  options = '',
  ...program
}: Program): Promise<End> {
  const at = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href)
  const source = `
    import { getLogger } from ${at('../logging/manager.ts')}
    import { MailHandler } from ${at('mail-handler.ts')}
    const mails = new MailHandler({
      mailhost: ['127.0.0.1', ${port}], from: 'shop@x.test', to: 'dev@x.test', spoolDir: ${JSON.stringify(spoolDir)},
      crashTimeoutMs: ${crashTimeoutMs}, ${options}
    })
    const log = getLogger('shop')
    log.addHandler(mails)
    ${program.body}`
  const args = ['--conditions=@culprit/source', '--input-type=module', '-e', source]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] })
  const kill = (): void => void child.kill('SIGKILL')
  void program.killAfter?.then(kill, kill)
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
  const [code, signal] = await new Promise<readonly [number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  )
  return { code, signal, stderr }
}

const sunkSubjects = (sink: SmtpSink): readonly string[] =>
  sink.mails.map(({ headers }) => headers['subject'] ?? '').toSorted()
const waiting = (directory: string): readonly string[] => readdirSync(join(directory, 'new'))

const fail = "log.exception(new RangeError('no stock'), 'it failed');"

describe('a mail handler at the end of its process', () => {
  const ends: readonly (readonly [string, string, Partial<End>])[] = [
    ['process.exit', 'process.exit(3)', { code: 3 }],
    ['an uncaught error', "throw new Error('fatal')", { code: 1 }],
    ['an unhandled rejection', "await Promise.reject(new Error('fatal'))", { code: 1 }],
    [
      'SIGTERM',
      "process.kill(process.pid, 'SIGTERM'); await new Promise(() => setTimeout(() => {}, 5000))",
      { signal: 'SIGTERM' },
    ],
    [
      'process.exit out of a dead loop',
      'for (const end = Date.now() + 300; Date.now() < end; ); process.exit(4)',
      { code: 4 },
    ],
    ['nothing left to do', '', { code: 0 }],
  ]
  it.each(ends)('3.3.6 gets the mail and the count of repeats out: %s', async (_how, how, end) => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const body = `for (let n = 0; n < 5; n++) ${fail}\n${how}`
    expect(await run({ port: sink.port, spoolDir: dir.path, body })).toMatchObject(end)
    expect(sunkSubjects(sink)).toEqual(['RangeError: no stock', 'RangeError: no stock (x4)'])
    expect(waiting(dir.path)).toEqual([])
  })

  it('3.3.6 gets out what is logged by a listener that runs after its own', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const late = "process.on('exit', () => log.exception(new TypeError('late'), 'it failed'))"
    await run({ port: sink.port, spoolDir: dir.path, body: `${fail} ${late}; process.exit(0)` })
    expect(sunkSubjects(sink)).toEqual(['RangeError: no stock', 'TypeError: late'])
  })

  it('3.3.3 a process that crashes at every start keeps to the cap, and says what it did not mail', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const program = { port: sink.port, spoolDir: dir.path, options: 'cap: { perHour: 2 },' }
    const stderr: string[] = []
    for (let n = 0; n < 6; n++)
      stderr.push((await run({ ...program, body: `${fail} process.exit(1)` })).stderr)
    expect(sunkSubjects(sink)).toEqual([
      'Mail limited: 1 error(s) suppressed',
      'Mail limited: 1 error(s) suppressed',
      'RangeError: no stock',
      'RangeError: no stock',
    ])
    expect(stderr.slice(4)).toEqual([
      expect.stringContaining('1 error(s) had no mail'),
      expect.stringContaining('1 error(s) had no mail'),
    ])
  })

  it('3.3.5 a mail that was being sent at a SIGKILL is sent by the next process, with the same Message-ID', async () => {
    await using sink = await createSmtpSink({ kind: 'slow', delayMs: 30_000 })
    await using dir = await createTempDir()
    const body = `${fail} setInterval(() => {}, 60_000)`
    const killAfter = sink.waitForMails(1)
    expect(await run({ port: sink.port, spoolDir: dir.path, body, killAfter })).toMatchObject({
      signal: 'SIGKILL',
    })
    expect(readdirSync(join(dir.path, 'cur'))).toHaveLength(1)
    await using next = await createSmtpSink()
    await run({ port: next.port, spoolDir: dir.path, body: 'await mails.drain(); await mails.close()' })
    const ids = [...sink.mails, ...next.mails].map(({ headers }) => headers['message-id'])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect(readdirSync(join(dir.path, 'cur'))).toEqual([])
  })

  it('3.3.6 gives up in time when the server says nothing; the mail stays in the spool', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    await using dir = await createTempDir()
    const body = `process.on('exit', () => log.error('once more')); ${fail} throw new Error('fatal')`
    // Without that limit it would wait until the test fails.
    const options = 'timeoutMs: 600_000,'
    const { code } = await run({ port, spoolDir: dir.path, crashTimeoutMs: 3000, options, body })
    silent.close()
    expect(code).toBe(1)
    const left = [...waiting(dir.path), ...readdirSync(join(dir.path, 'cur'))]
    expect(left).toHaveLength(2)
  })

  it('3.3.6 does not try a server again that it knows to be away', async () => {
    const sink = await createSmtpSink()
    await sink.close()
    await using dir = await createTempDir()
    const body = `${fail} await mails.flush(); ${fail} process.exit(0)`
    const { stderr } = await run({ port: sink.port, spoolDir: dir.path, body })
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^culprit mail: error mails cannot be sent/),
    ])
    expect(waiting(dir.path)).toHaveLength(2)
  })

  it('3.3.6 sends what waits in memory too, where no disk can be written to', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const file = join(dir.path, 'file')
    writeFileSync(file, '')
    await run({ port: sink.port, spoolDir: join(file, 'mail'), body: `${fail} process.exit(0)` })
    expect(sunkSubjects(sink)).toEqual(['RangeError: no stock'])
  })

  it('3.3.6 sends nothing twice when everything was sent already, and starts no process', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const body = `${fail} await mails.flush()
      const { default: processes } = await import('node:child_process')
      processes.spawnSync = () => console.error('a process was started')
      ;(await import('node:module')).syncBuiltinESMExports()
      process.exit(0)`
    const { stderr } = await run({ port: sink.port, spoolDir: dir.path, body })
    expect(stderr).toBe('')
    expect(sink.mails).toHaveLength(1)
  })

  it('3.3.5 two processes with one spool send each mail once', async () => {
    const away = await createSmtpSink()
    await away.close()
    await using dir = await createTempDir()
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
      .map((name) => `log.exception(new RangeError('${name}'), 'x');`)
      .join('')
    await run({ port: away.port, spoolDir: dir.path, body: `${names} await mails.flush()` })
    expect(waiting(dir.path)).toHaveLength(8)
    await using sink = await createSmtpSink()
    const body = 'await mails.drain(); await mails.close()'
    const drain = { port: sink.port, spoolDir: dir.path, body }
    await Promise.all([run(drain), run(drain), run(drain)])
    expect(sunkSubjects(sink)).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `RangeError: ${name}`),
    )
    expect(waiting(dir.path)).toEqual([])
  })

  it('loads nodemailer with the first mail, not before', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const isLoaded = "console.error(process.moduleLoadList.includes('NativeModule tls'))"
    const body = `await new Promise((resolve) => setTimeout(resolve, 50)); ${isLoaded}
      ${fail} await mails.flush(); ${isLoaded}`
    const { stderr } = await run({ port: sink.port, spoolDir: dir.path, body })
    expect(stderr.trim().split('\n')).toEqual(['false', 'true'])
  })
})
