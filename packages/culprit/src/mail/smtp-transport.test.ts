import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { createSmtpSink, type SmtpMode } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { DeliveryError } from './delivery-error.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import { smtpSettings, type SmtpOptions } from './smtp-settings.ts'
import { createSmtpTransport } from './smtp-transport.ts'

const mail: OutgoingMail = {
  from: 'Shop <shop@x.test>',
  to: ['a@x.test', 'b@x.test'],
  subject: '[shop] Größe fehlt',
  text: 'Größe fehlt\n.\nEnde\n',
  messageId: '<1@x.test>',
  references: ['<root@x.test>'],
  headers: { 'X-Error-Fingerprint': 'ab' },
  createdAt: Date.UTC(2026, 0, 15),
}

type Extra = Omit<SmtpOptions, 'mailhost'>

async function outcome(mode: SmtpMode, options: Extra = {}): Promise<readonly [unknown, number]> {
  await using sink = await createSmtpSink(mode)
  const transport = createSmtpTransport(
    smtpSettings({ mailhost: ['127.0.0.1', sink.port], timeoutMs: 400, ...options }),
  )
  const error: unknown = await transport.send(mail).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return [error, sink.mails.length]
}

describe('createSmtpTransport', () => {
  it('MAIL-2: sends From, To, Subject, Date, the text as it is, and all of our headers', async () => {
    await using sink = await createSmtpSink()
    await createSmtpTransport(smtpSettings({ mailhost: sink.url })).send(mail)
    const [got] = await sink.waitForMails(1)
    expect(got).toMatchObject({ from: 'shop@x.test', to: ['a@x.test', 'b@x.test'] })
    expect(got?.headers).toMatchObject({
      from: 'Shop <shop@x.test>',
      to: 'a@x.test, b@x.test',
      subject: mail.subject,
      date: 'Thu, 15 Jan 2026 00:00:00 +0000',
      references: '<root@x.test>',
      'in-reply-to': '<root@x.test>',
      'message-id': '<1@x.test>',
      'x-error-fingerprint': 'ab',
    })
    expect(got?.text.replaceAll('\r\n', '\n')).toBe(mail.text)
  })

  it('3.3.12 secure undefined never uses TLS, whatever certificate the server has', async () => {
    expect(await outcome({ kind: 'starttls' })).toEqual([undefined, 1])
  })

  it('3.3.12 starttls verifies the certificate', async () => {
    const [error, mails] = await outcome({ kind: 'starttls' }, { secure: 'starttls' })
    expect(error).toMatchObject({
      failure: 'unreachable',
      message: expect.stringMatching(/certificate|self.signed/i),
    })
    expect(mails).toBe(0)
  })

  it('3.3.12 starttls sends where the certificate may be anything', async () => {
    const trusting = { secure: 'starttls', tls: { rejectUnauthorized: false } } as const
    expect(await outcome({ kind: 'starttls' }, trusting)).toEqual([undefined, 1])
  })

  it('3.3.12 starttls does not send in the clear to a server without it', async () => {
    const [error, mails] = await outcome({ kind: 'normal' }, { secure: 'starttls' })
    expect(error).toMatchObject({ failure: 'unreachable' })
    expect(mails).toBe(0)
  })

  it('3.3.12 tls begins with TLS, so a plain server is not understood', async () => {
    const [error] = await outcome({ kind: 'normal' }, { secure: 'tls' })
    expect(error).toMatchObject({ failure: 'unreachable' })
  })

  it('3.3.12 signs in', async () => {
    const auth = { kind: 'auth', user: 'me@x', password: 'p:@/%w' } as const
    expect(await outcome(auth, { credentials: ['me@x', 'p:@/%w'] })).toEqual([undefined, 1])
  })

  it('takes a wrong password for an outage, and does not tell it', async () => {
    const auth = { kind: 'auth', user: 'me', password: 'right' } as const
    const [error] = await outcome(auth, { credentials: ['me', 'hunter2-wrong'] })
    expect(error).toBeInstanceOf(DeliveryError)
    expect(error).toMatchObject({ failure: 'unreachable', message: expect.stringContaining('535') })
    expect(String(error)).not.toContain('hunter2')
  })

  const failures: readonly (readonly [SmtpMode, string])[] = [
    [{ kind: 'refuse' }, 'refused'],
    [{ kind: 'tempfail', times: 9 }, 'deferred'],
    [{ kind: 'drop-before-answer' }, 'unreachable'],
    [{ kind: 'slow', delayMs: 3000 }, 'unreachable'],
    [{ kind: 'auth', user: 'me', password: 'right' }, 'unreachable'],
  ]
  it.each(failures)('mode %j is %s', async (mode, failure) => {
    expect((await outcome(mode))[0]).toMatchObject({ name: 'DeliveryError', failure })
  })

  it('sends to the other recipients when one is refused, and tells of that one once', async () => {
    const server = createServer((socket) => {
      socket.write('220 sink\r\n')
      let isText = false
      createInterface(socket).on('line', (line) => {
        if (isText && line !== '.') return
        const answer = line.startsWith('RCPT TO:<a@')
          ? '550 no such user'
          : line === 'DATA'
            ? '354 go on'
            : '250 ok'
        isText = line === 'DATA'
        socket.write(`${answer}\r\n`)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const lines: string[] = []
    const settings = smtpSettings({ mailhost: ['127.0.0.1', port], timeoutMs: 2000 })
    const transport = createSmtpTransport(settings, (line) => lines.push(line))
    for (let n = 0; n < 2; n++) await transport.send(mail)
    expect(lines).toEqual(['a@x.test gets no error mails: 550 no such user'])
    server.close()
  })

  it('3.3.12 gives a server that says nothing up after the timeout', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const began = performance.now()
    await expect(
      createSmtpTransport(smtpSettings({ mailhost: ['127.0.0.1', port], timeoutMs: 200 })).send(mail),
    ).rejects.toMatchObject({ failure: 'unreachable' })
    // Without it, nodemailer waits for half a minute.
    expect(performance.now() - began).toBeLessThan(20_000)
    silent.close()
  })

  it('3.3.11 verify() resolves for a server that answers and rejects for one that does not', async () => {
    const sink = await createSmtpSink()
    const transport = createSmtpTransport(smtpSettings({ mailhost: sink.url, timeoutMs: 400 }))
    await expect(transport.verify?.()).resolves.toBeUndefined()
    await sink.close()
    await expect(transport.verify?.()).rejects.toMatchObject({ failure: 'unreachable' })
  })
})
