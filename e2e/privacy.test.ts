import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createApiClient, createSmtpSink, createTempDir, runTracker, until } from '@culprit/testkit'
import { envelopeUrl } from './support/load.ts'

const secret = 'hunter2-must-not-stay'

it('a password in an event is gone from disk soon after the event is digested, and is in no mail', async () => {
  await using sink = await createSmtpSink()
  await using dir = await createTempDir()
  await using tracker = await runTracker({ dataDir: dir.path, env: { CULPRIT_SMTP_URL: sink.url } })
  const id = crypto.randomUUID().replaceAll('-', '')
  const frames = [
    {
      function: 'login',
      filename: 'src/login.js',
      lineno: 1,
      in_app: true,
      context_line: 'check(password)',
      vars: { password: secret, user: 'eve' },
    },
  ]
  const event = {
    event_id: id,
    platform: 'node',
    exception: { values: [{ type: 'LoginError', value: 'no', stacktrace: { frames } }] },
    request: { url: 'https://x.example/', data: { password: secret } },
  }
  const body = `{"event_id":"${id}"}\n{"type":"event"}\n${JSON.stringify(event)}\n`
  expect((await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body })).status).toBe(200)
  const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
  const stored = await until(() => api.event(id), { what: 'the event' })
  expect(JSON.stringify(stored)).not.toContain(secret)
  const [mail] = await sink.waitForMails(1)
  expect(mail?.raw).not.toContain(secret)
  expect(mail?.text).toContain('password = "[Filtered]"')
  await until(() => filesWith(dir.path, secret).length === 0, {
    what: 'raw bytes to be released',
    timeoutMs: 15_000,
    everyMs: 250,
  })
})

it('a tracker that is stopped right after its answers keeps no raw bytes of them', async () => {
  await using dir = await createTempDir()
  await using tracker = await runTracker({ dataDir: dir.path })
  const send = async (): Promise<number> => {
    const body = `{}\n{"type":"event"}\n${JSON.stringify({ message: 'm', extra: { password: secret } })}\n`
    return (await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body })).status
  }
  expect(await Promise.all(Array.from({ length: 50 }, send))).toEqual(Array(50).fill(200))
  expect(await tracker.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(filesWith(dir.path, secret)).toEqual([])
})

it('files and directories are for their owner only', async () => {
  await using dir = await createTempDir()
  await using tracker = await runTracker({ dataDir: join(dir.path, 'data') })
  expect(tracker.dataDir).toContain(dir.path)
  const open = filesOf(tracker.dataDir).filter((path) => (statSync(path).mode & 0o077) !== 0)
  expect(open).toEqual([])
})

function filesOf(path: string): readonly string[] {
  return [path, ...readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))]
}

function filesWith(path: string, text: string): readonly string[] {
  return filesOf(path).filter((file) => statSync(file).isFile() && readFileSync(file).includes(text))
}
