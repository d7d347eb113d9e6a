import { createSmtpSink, createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { LogRecord } from '../logging/record.ts'
import { MailHandler } from './mail-handler.ts'

function record(error: unknown): LogRecord {
  return new LogRecord({ name: 'shop', levelno: 40, msg: 'payment failed', error, locationFrom: 'error' })
}

describe('MailHandler', () => {
  it('sends', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const handler = new MailHandler({ mailhost: sink.url, from: 'shop@x.test', to: 'dev@x.test', spoolDir: dir.path, application: 'shop', environment: 'production' })
    const error = new RangeError('no stock of 17')
    handler.handle(record(error))
    await sink.waitForMails(1, 1000)
    for (let n = 0; n < 500; n++) handler.handle(record(error))
    handler.handle(record(new TypeError('other')))
    await handler.flush()
    expect(sink.mails).toHaveLength(3)
    for (const mail of sink.mails) console.log(mail.raw)
    await handler.close()
  })
})
