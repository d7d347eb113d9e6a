import { createSmtpSink, type SmtpMode } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { MailError, type Mail } from '../../ports/mailer.ts'
import { createSmtpMailer } from './mail.ts'
import { parseSmtpUrl } from './smtp-url.ts'

const mail: Mail = {
  to: 'dev@x.test',
  subject: '[Shop] Größe fehlt (new)',
  text: 'text\n',
  html: '<p>html</p>',
  messageId: '<1@x.test>',
  references: ['<root@x.test>'],
  headers: { 'Auto-Submitted': 'auto-generated', 'List-Id': 'shop <shop.x.test>' },
}
const signal = new AbortController().signal

async function failure(mode: SmtpMode, url?: (port: number) => string): Promise<unknown> {
  await using sink = await createSmtpSink(mode)
  const mailer = createSmtpMailer({
    url: url?.(sink.port) ?? sink.url,
    from: 'culprit@x.test',
    timeoutMs: 500,
  })
  return await mailer.send(mail, signal).then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('createSmtpMailer', () => {
  it('delivers text and HTML with all headers, and returns the answer', async () => {
    await using sink = await createSmtpSink()
    const mailer = createSmtpMailer({ url: sink.url, from: 'Culprit <culprit@x.test>' })
    expect(await mailer.send(mail, signal)).toEqual({ response: '250 kept as 1' })
    mailer.close()
    const [got] = await sink.waitForMails(1)
    expect(got).toMatchObject({ from: 'culprit@x.test', to: ['dev@x.test'], html: '<p>html</p>' })
    expect(got?.headers).toMatchObject({
      subject: mail.subject,
      'message-id': '<1@x.test>',
      references: '<root@x.test>',
      'in-reply-to': '<root@x.test>',
      'auto-submitted': 'auto-generated',
      'list-id': 'shop <shop.x.test>',
    })
  })

  it('signs in with the credentials of the URL', async () => {
    await using sink = await createSmtpSink({ kind: 'auth', user: 'me@x', password: 'p:@/%w' })
    await createSmtpMailer({ url: sink.url, from: 'c@x.test' }).send(mail, signal)
    expect(sink.mails).toHaveLength(1)
  })

  it('tells a refusal for good from one for now', async () => {
    expect(await failure({ kind: 'refuse' })).toMatchObject({
      name: 'MailError',
      retryable: false,
      message: expect.stringContaining('550'),
    })
    expect(await failure({ kind: 'tempfail', times: 9 })).toMatchObject({
      retryable: true,
      message: expect.stringContaining('451'),
    })
    expect(await failure({ kind: 'drop-before-answer' })).toMatchObject({ retryable: true })
    expect(await failure({ kind: 'slow', delayMs: 3000 })).toMatchObject({ retryable: true })
  })

  it('tries again after a wrong password, and does not tell it', async () => {
    const error = await failure(
      { kind: 'auth', user: 'me', password: 'right' },
      (port) => `smtp://me:hunter2-wrong@127.0.0.1:${port}`,
    )
    expect(error).toBeInstanceOf(MailError)
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('535') })
    expect(String(error)).not.toContain('hunter2')
  })

  it('does not send over TLS to a server whose certificate nobody signed', async () => {
    const error = await failure({ kind: 'starttls' })
    expect(error).toMatchObject({ retryable: true })
    expect(String(error)).toMatch(/certificate|self.signed|altnames/i)
  })

  it('says so when nobody listens', async () => {
    await using sink = await createSmtpSink()
    await sink.close()
    const error = await createSmtpMailer({ url: sink.url, from: 'c@x.test' })
      .send(mail, signal)
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('parseSmtpUrl', () => {
  it.each([
    ['smtp://mail.x', { host: 'mail.x', port: 587, secure: false }],
    ['smtps://u%40x:p%2Fw@mail.x', { host: 'mail.x', port: 465, secure: true, user: 'u@x', password: 'p/w' }],
    ['smtp://[::1]:25', { host: '::1', port: 25, secure: false }],
  ])('reads %s', (url, expected) => {
    expect(parseSmtpUrl(url)).toEqual(expected)
  })

  it.each(['http://x', 'mail.x:25', '', 'smtp://'])('refuses %j without repeating it', (url) => {
    expect(() => parseSmtpUrl(url)).toThrow(TypeError)
  })
})
