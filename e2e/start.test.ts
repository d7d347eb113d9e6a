import { describe, expect, it } from 'vitest'
import { createApiClient, createSmtpSink, createTempDir, runTracker, until } from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'

const post = (dsn: string, type: string): Promise<Response> => fetch(envelopeUrl(dsn), { method: 'POST', body: envelopeOf(crypto.randomUUID().replaceAll('-', ''), type) })

describe('the contract of the command', () => {
  it('is ready in time, says where it is, keeps DSN and data over a restart, and its first values for good', async () => {
    await using dir = await createTempDir()
    const key = 'ab'.repeat(16)
    const first = await runTracker({ dataDir: dir.path, env: { CULPRIT_DSN_KEY: key } })
    expect(first.dsn).toContain(`//${key}@`)
    expect(first.setupUrl).toContain('/setup?code=')
    expect((await post(first.dsn, 'KeptError')).status).toBe(200)
    const before = createApiClient({ url: first.url, token: first.apiToken })
    await until(async () => (await before.issues()).length === 1, { what: 'the issue' })
    expect(await first.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    await using second = await runTracker({ dataDir: dir.path, env: { CULPRIT_DSN_KEY: 'cd'.repeat(16) } })
    expect(second.dsn).toContain(`//${key}@`)
    const after = createApiClient({ url: second.url, token: second.apiToken })
    expect(await after.issues()).toMatchObject([{ shortId: 'DEFAULT-1', count: '1' }])
  })

  it('exits 2 for wrong configuration with one line that says what, where and what to do', async () => {
    await expect(runTracker({ env: { CULPRIT_RETENTION_DAYS: 'many' } })).rejects.toThrow(/ended \(2\)[^]*CULPRIT_RETENTION_DAYS/)
  })

  it('answers health and metrics', async () => {
    await using tracker = await runTracker()
    expect((await fetch(`${tracker.url}/health/live`)).status).toBe(200)
    expect((await fetch(`${tracker.url}/health/ready`)).status).toBe(200)
    const metrics = await createApiClient({ url: tracker.url, token: tracker.apiToken }).metrics()
    expect(metrics).toMatchObject({ culprit_events_accepted_total: 0, culprit_spool_pending_entries: 0 })
  })
})

describe('mails over real SMTP', () => {
  it('are tried again after a refusal for now, over a restart too, and arrive once', async () => {
    await using sink = await createSmtpSink({ kind: 'tempfail', times: 1 })
    await using dir = await createTempDir()
    const env = { CULPRIT_SMTP_URL: sink.url }
    const first = await runTracker({ dataDir: dir.path, env })
    await post(first.dsn, 'MailError')
    await until(() => sink.attempts === 1, { what: 'the first attempt' })
    await first.kill('SIGTERM')
    await using second = await runTracker({ dataDir: dir.path, env })
    const mails = await sink.waitForMails(1, 25_000)
    expect(second.stderr()).not.toMatch(/\bError:/)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(mails).toHaveLength(1)
    expect(mails[0]?.headers['subject']).toContain('MailError: under load (new)')
  }, 60_000)

  it('are not sent twice when the tracker is killed after the answer', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const env = { CULPRIT_SMTP_URL: sink.url }
    const first = await runTracker({ dataDir: dir.path, env })
    await post(first.dsn, 'OnceError')
    await sink.waitForMails(1)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await first.kill('SIGKILL')
    await using second = await runTracker({ dataDir: dir.path, env })
    await post(second.dsn, 'OtherError')
    const mails = await sink.waitForMails(2)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(mails.map((mail) => /(\w+): under/.exec(mail.headers['subject'] ?? '')?.[1])).toEqual(['OnceError', 'OtherError'])
  }, 60_000)

  it('credentials of the mail server are nowhere to be seen when it refuses them', async () => {
    await using sink = await createSmtpSink({ kind: 'auth', user: 'culprit', password: 'right-password' })
    await using tracker = await runTracker({ env: { CULPRIT_SMTP_URL: sink.url.replace('right-password', 'wr0ng-hunter2') } })
    await post(tracker.dsn, 'AuthError')
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(sink.mails).toHaveLength(0)
    expect(tracker.stderr()).not.toContain('wr0ng-hunter2')
  })
})
