import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createApiClient, createTempDir, runTracker, until } from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'
import { runCommand } from './support/run-command.ts'
import { signIn } from './support/sign-in.ts'

const post = (dsn: string, type: string): Promise<Response> =>
  fetch(envelopeUrl(dsn), { method: 'POST', body: envelopeOf(crypto.randomUUID().replaceAll('-', ''), type) })

/** Takes a port, or finds it taken already, which serves as well. */
async function occupy(port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const server: Server = createServer()
  await new Promise((resolve) =>
    server.once('listening', resolve).once('error', resolve).listen(port, '127.0.0.1'),
  )
  const address = server.address()
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  return { port: typeof address === 'object' && address ? address.port : port, [Symbol.asyncDispose]: close }
}

describe('the line of --json', () => {
  it('has url, dsn, setupUrl and pid, in this order, and nothing else goes to stdout', async () => {
    await using dir = await createTempDir()
    const done = await runCommand({ args: ['--json', '--port', '0', '--data-dir', dir.path], until: /\n/ })
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(done.stdout.trimEnd().split('\n')).toHaveLength(1)
    const facts: unknown = JSON.parse(done.stdout)
    expect(Object.keys(facts as object)).toEqual(['url', 'dsn', 'setupUrl', 'pid'])
    expect(facts).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      dsn: expect.stringMatching(/^http:\/\/[0-9a-f]{32}@127\.0\.0\.1:\d+\/1$/),
      setupUrl: expect.stringMatching(/\/setup\?code=[0-9A-Z-]{16,}$/),
      pid: expect.any(Number),
    })
  })

  it('comes when requests are accepted: health, readiness and metrics answer', async () => {
    await using tracker = await runTracker()
    const live = await fetch(`${tracker.url}/health/live`)
    expect([live.status, await live.json()]).toEqual([200, { status: 'ok' }])
    expect((await fetch(`${tracker.url}/health/ready`)).status).toBe(200)
    const metrics = await fetch(`${tracker.url}/metrics`)
    expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    const values = await createApiClient({ url: tracker.url, token: tracker.apiToken }).metrics()
    expect(values).toMatchObject({ culprit_events_accepted_total: 0, culprit_spool_pending_entries: 0 })
  })

  it('has no setupUrl once an owner exists, made by the link or by the environment', async () => {
    await using dir = await createTempDir()
    const first = await runTracker({ dataDir: dir.path })
    await signIn(first.setupUrl ?? '')
    await first.kill('SIGTERM')
    await using second = await runTracker({ dataDir: dir.path })
    expect(second.setupUrl).toBeNull()
    await using provisioned = await runTracker({ env: { CULPRIT_ADMIN_PASSWORD: 'a long password' } })
    expect(provisioned.setupUrl).toBeNull()
  })
})

describe('the screen', () => {
  it('fits 24 lines of 100 columns, and has no colours where no terminal is', async () => {
    await using dir = await createTempDir()
    const { code, stdout } = await runCommand({
      args: ['--port', '0', '--data-dir', dir.path],
      until: /Ctrl\+C/,
    })
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(lines.length).toBeLessThanOrEqual(24)
    expect(lines.filter((line) => line.length > 100)).toEqual([])
    for (const part of ['/setup?code=', 'DSN', 'curl', 'CULPRIT_SMTP_URL', dir.path, 'Ctrl+C'])
      expect(stdout).toContain(part)
    expect(stdout).not.toContain('\u001B')
  })
})

describe('exit code 2', () => {
  it.each([
    ['an unknown flag', ['--prot', '1'], {}, /--prot.*--help/],
    ['a word too many', ['serve'], {}, /serve.*--help/],
    ['a wrong flag value', ['--port', 'many'], {}, /--port "many".*whole number/],
    ['a wrong variable', [], { CULPRIT_RETENTION_DAYS: 'many' }, /CULPRIT_RETENTION_DAYS "many"/],
    [
      'a secret of the wrong form, without showing it',
      [],
      { CULPRIT_API_TOKEN: 'hunter2' },
      /CULPRIT_API_TOKEN: (?!.*hunter2)/,
    ],
    [
      'an engine that is not here yet',
      [],
      { CULPRIT_DATABASE_URL: 'postgres://x' },
      /CULPRIT_DATABASE_URL.*embedded/,
    ],
    ['a role that is not here yet', ['--role', 'ingest'], {}, /--role ingest/],
  ] as const)('for %s, in one line', async (_, args, env, expected) => {
    const { code, stdout, stderr } = await runCommand({ args, env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^culprit-tracker: [^\n]+\n$/)
    expect(stderr).toMatch(expected)
  })
})

describe('exit code 1', () => {
  const expectOneLine = async (args: readonly string[], expected: RegExp): Promise<void> => {
    const { code, stdout, stderr } = await runCommand({ args: ['--json', ...args] })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^culprit-tracker: [^\n]+\n$/)
    expect(stderr).toMatch(expected)
  }

  it('when a port that was given is taken, and the data directory is free again after it', async () => {
    await using dir = await createTempDir()
    await using taken = await occupy(0)
    await expectOneLine(
      ['--port', String(taken.port), '--data-dir', dir.path],
      new RegExp(`Port ${taken.port} is taken.*--port`),
    )
    await using after = await runTracker({ dataDir: dir.path })
    expect(after.stderr()).toBe('')
  })

  it('when another process has the data directory, naming its pid', async () => {
    await using tracker = await runTracker()
    await expectOneLine(
      ['--port', '0', '--data-dir', tracker.dataDir],
      new RegExp(`process ${tracker.pid}\\b.*--data-dir`),
    )
    expect((await fetch(`${tracker.url}/health/ready`)).status).toBe(200)
  })

  it('when a newer release wrote the data directory', async () => {
    await using dir = await createTempDir()
    await writeFile(join(dir.path, 'version'), '99\n')
    await expectOneLine(['--port', '0', '--data-dir', dir.path], /version 99.*newer release/)
  })

  it('when the data directory is a file', async () => {
    await using dir = await createTempDir()
    const path = join(dir.path, 'file')
    await writeFile(path, '')
    await expectOneLine(['--port', '0', '--data-dir', path], /cannot be used/)
  })
})

describe('a start', () => {
  it('moves from the default port when it is taken, and says so', async () => {
    await using dir = await createTempDir()
    await using taken = await occupy(8000)
    const silent = await runCommand({ args: ['--json', '--data-dir', dir.path], until: /\n/ })
    expect(silent.stdout).not.toContain(`:${taken.port}"`)
    expect(silent.stderr).toMatch(/port 8000 is taken/)
    const shown = await runCommand({ args: ['--data-dir', dir.path], until: /Ctrl\+C/ })
    expect(shown.stdout).toMatch(/8000 is taken/)
    expect(shown.stdout).toMatch(/http:\/\/127\.0\.0\.1:80[0-2]\d\b/)
  })

  it('takes over the lock that kill -9 left, and keeps what was answered', async () => {
    await using dir = await createTempDir()
    const first = await runTracker({ dataDir: dir.path })
    expect((await post(first.dsn, 'KilledError')).status).toBe(200)
    await first.kill('SIGKILL')
    await using second = await runTracker({ dataDir: dir.path })
    const api = createApiClient({ url: second.url, token: second.apiToken })
    await until(async () => (await api.issues()).length === 1, { what: 'the issue' })
  })

  it('keeps DSN and data, and its first values for good', async () => {
    await using dir = await createTempDir()
    const key = 'ab'.repeat(16)
    const first = await runTracker({
      dataDir: dir.path,
      env: { CULPRIT_DSN_KEY: key, CULPRIT_ADMIN_PASSWORD: 'the first one' },
    })
    expect(first.dsn).toContain(`//${key}@`)
    expect((await post(first.dsn, 'KeptError')).status).toBe(200)
    await first.kill('SIGTERM')
    const later = {
      CULPRIT_DSN_KEY: 'cd'.repeat(16),
      CULPRIT_ADMIN_EMAIL: 'other@example.test',
      CULPRIT_ADMIN_PASSWORD: 'the second one',
    }
    await using second = await runTracker({ dataDir: dir.path, env: later })
    expect(second.dsn).toContain(`//${key}@`)
    const api = createApiClient({ url: second.url, token: second.apiToken })
    await until(async () => (await api.issues()).length === 1, { what: 'the issue' })
    expect(await api.issues()).toMatchObject([{ shortId: 'DEFAULT-1', count: '1' }])
    const enter = (email: string, password: string): Promise<Response> =>
      fetch(`${second.url}/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: second.url },
        body: new URLSearchParams({ email, password }),
      })
    expect((await enter('owner@example.test', 'the first one')).headers.get('set-cookie')).toContain('=')
    expect((await enter('other@example.test', 'the second one')).headers.get('set-cookie')).toBeNull()
  })
})

describe('Ctrl+C', () => {
  it('stops at once, exit code 0, with a live stream open, also when it arrives twice at once', async () => {
    await using dir = await createTempDir()
    for (const times of [1, 2]) {
      const tracker = await runTracker({ dataDir: dir.path, env: { CULPRIT_ADMIN_PASSWORD: '' } })
      const stream = tracker.setupUrl && (await openLive(tracker.url, await signIn(tracker.setupUrl)))
      const began = performance.now()
      if (times === 2) process.kill(tracker.pid, 'SIGINT')
      expect(await tracker.kill('SIGINT')).toEqual({ code: 0, signal: null })
      expect(performance.now() - began).toBeLessThan(20_000)
      expect(tracker.stderr()).toBe('')
      if (stream) await stream.cancel().catch(() => undefined)
    }
  })
})

/** Opens the stream that pages listen to, and resolves when its first bytes are here. */
async function openLive(url: string, cookie: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(`${url}/-/live`, { headers: { cookie } })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = response.body?.getReader()
  if (!reader) throw new Error('The live stream has no body')
  await reader.read()
  return reader
}
