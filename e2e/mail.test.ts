import { describe, expect, it } from 'vitest'
import { createSmtpSink, createTempDir, runTracker, until } from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'

const post = (dsn: string, type: string): Promise<Response> =>
  fetch(envelopeUrl(dsn), { method: 'POST', body: envelopeOf(crypto.randomUUID().replaceAll('-', ''), type) })

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
    expect(mails.map((mail) => /(\w+): under/.exec(mail.headers['subject'] ?? '')?.[1])).toEqual([
      'OnceError',
      'OtherError',
    ])
  }, 60_000)

  it('credentials of the mail server are nowhere to be seen when it refuses them', async () => {
    await using sink = await createSmtpSink({ kind: 'auth', user: 'culprit', password: 'right-password' })
    await using tracker = await runTracker({
      env: { CULPRIT_SMTP_URL: sink.url.replace('right-password', 'wr0ng-hunter2') },
    })
    await post(tracker.dsn, 'AuthError')
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(sink.mails).toHaveLength(0)
    expect(tracker.stderr()).not.toContain('wr0ng-hunter2')
  })
})
