import { createTransport } from 'nodemailer'
import { describe, expect, it } from 'vitest'
import { parseMail } from './parse-mail.ts'
import { createSmtpSink, type SmtpMode } from './smtp-sink.ts'

const send = (port: number) =>
  createTransport({ host: '127.0.0.1', port, socketTimeout: 2000 }).sendMail({
    from: 'a@x.test',
    to: 'b@x.test',
    subject: 'Größe — kaputt',
    text: 'naïve = ok\n',
    html: '<p>naïve = ok</p>',
  })

describe('createSmtpSink', () => {
  it('keeps envelope, headers and both bodies, decoded', async () => {
    await using sink = await createSmtpSink()
    await send(sink.port)
    const [mail] = await sink.waitForMails(1)
    expect(mail).toMatchObject({
      from: 'a@x.test',
      to: ['b@x.test'],
      answered: true,
      html: '<p>naïve = ok</p>',
    })
    expect(mail?.headers['subject']).toBe('Größe — kaputt')
    expect(mail?.text.trim()).toBe('naïve = ok')
  })

  const refusals: readonly (readonly [SmtpMode, number | undefined])[] = [
    [{ kind: 'refuse' }, 550],
    [{ kind: 'tempfail', times: 1 }, 451],
    [{ kind: 'drop-before-answer' }, undefined],
  ]
  it.each(refusals)('fails the sender in mode %j', async (mode, code) => {
    await using sink = await createSmtpSink(mode)
    const error: unknown = await send(sink.port).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject(code === undefined ? { code: 'ECONNECTION' } : { responseCode: code })
    expect(sink.mails.filter((mail) => mail.answered)).toHaveLength(0)
  })

  it('takes the mail after the given number of temporary refusals', async () => {
    await using sink = await createSmtpSink({ kind: 'tempfail', times: 1 })
    await send(sink.port).catch(() => undefined)
    await send(sink.port)
    expect(sink.mails).toHaveLength(1)
    expect(sink.attempts).toBe(2)
  })

  it('answers before hanging up in mode drop-after-answer', async () => {
    await using sink = await createSmtpSink({ kind: 'drop-after-answer' })
    await expect(send(sink.port)).resolves.toMatchObject({ response: expect.stringContaining('250') })
  })
})

describe('parseMail', () => {
  it('unfolds headers and decodes base64 parts inside nested multiparts', () => {
    const raw = [
      'Subject: a',
      ' b',
      'Content-Type: multipart/mixed; boundary="o"',
      '',
      '--o',
      'Content-Type: multipart/alternative; boundary=i',
      '',
      '--i',
      'Content-Type: text/plain',
      'Content-Transfer-Encoding: base64',
      '',
      'aGVsbG8=',
      '--i--',
      '',
      '--o--',
      '',
    ].join('\r\n')
    expect(parseMail(raw)).toMatchObject({ text: 'hello', html: '' })
    expect(parseMail(raw).headers['subject']).toBe('a b')
  })
})
