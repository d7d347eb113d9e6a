import { createSmtpSink, until, type SmtpSink } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import type { Mail, Mailer } from '../../ports/mailer.ts'
import { createSmtpMailer, type KeptConnections } from './mail.ts'

const signal = new AbortController().signal

interface Kept extends AsyncDisposable {
  readonly sink: SmtpSink
  readonly mailer: Mailer
  send(name: string): Promise<{ readonly response: string }>
  arrived(): readonly string[]
}

async function start(keep: Partial<KeptConnections> = {}): Promise<Kept> {
  const sink = await createSmtpSink()
  const mailer = createSmtpMailer({
    url: sink.url,
    from: 'culprit@x.test',
    keep: { connections: 2, ...keep },
  })
  return {
    sink,
    mailer,
    send: (name) => mailer.send(mailOf(name), signal),
    arrived: () => sink.mails.map(({ headers }) => headers['subject'] ?? ''),
    async [Symbol.asyncDispose]() {
      mailer.close()
      await sink.close()
    },
  }
}

function mailOf(name: string): Mail {
  return {
    to: 'dev@x.test',
    subject: name,
    text: 'text\n',
    html: '<p>html</p>',
    messageId: `<${name}@x.test>`,
    references: [],
    headers: {},
  }
}

describe('kept connections', () => {
  it('carry one mail after the other, and two at a time', async () => {
    await using kept = await start()
    for (const name of ['a', 'b', 'c']) await kept.send(name)
    expect(kept.sink.connections.made).toBe(1)
    await Promise.all(['d', 'e', 'f', 'g'].map((name) => kept.send(name)))
    expect(kept.arrived().toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    expect(kept.sink.connections.made).toBe(2)
  })

  it('are ended after their number of mails', async () => {
    await using kept = await start({ mailsEach: 2 })
    for (const name of ['a', 'b', 'c', 'd', 'e']) await kept.send(name)
    expect(kept.arrived()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(kept.sink.connections.made).toBe(3)
  })

  it('are ended when nothing was sent for a while', async () => {
    await using kept = await start({ idleMs: 50 })
    await kept.send('a')
    await until(() => kept.sink.connections.open === 0, { what: 'the end of the connection' })
    await kept.send('b')
    expect(kept.arrived()).toEqual(['a', 'b'])
    expect(kept.sink.connections.made).toBe(2)
  })

  it('are ended with the mailer', async () => {
    await using kept = await start()
    await kept.send('a')
    expect(kept.sink.connections.open).toBe(1)
    kept.mailer.close()
    await until(() => kept.sink.connections.open === 0, { what: 'the end of the connection' })
  })

  it('that the server ended meanwhile cost no mail, and double none', async () => {
    await using kept = await start()
    kept.sink.setMode({ kind: 'drop-after-answer' })
    await kept.send('a')
    await until(() => kept.sink.connections.open === 0, { what: 'the hanging up' })
    kept.sink.setMode({ kind: 'normal' })
    await kept.send('b')
    expect(kept.arrived()).toEqual(['a', 'b'])
  })

  it('that the server ends with 421 before a mail hand it to a new one', async () => {
    await using kept = await start()
    await kept.send('a')
    kept.sink.setMode({ kind: 'goodbye' })
    expect(await kept.send('b')).toEqual({ response: '250 kept as 2' })
    expect(kept.arrived()).toEqual(['a', 'b'])
    expect(kept.sink.connections.made).toBe(2)
  })

  it('go on after a mail that was refused', async () => {
    await using kept = await start({ connections: 1 })
    await kept.send('a')
    kept.sink.setMode({ kind: 'refuse' })
    await expect(kept.send('b')).rejects.toMatchObject({ retryable: false })
    kept.sink.setMode({ kind: 'normal' })
    await kept.send('c')
    expect(kept.arrived()).toEqual(['a', 'c'])
    expect(kept.sink.connections.made).toBe(1)
  })

  it('send nothing twice by themselves when the answer did not come', async () => {
    await using kept = await start()
    await kept.send('a')
    kept.sink.setMode({ kind: 'drop-before-answer' })
    await expect(kept.send('b')).rejects.toMatchObject({ name: 'MailError', retryable: true })
    kept.sink.setMode({ kind: 'normal' })
    await kept.send('c')
    expect(kept.arrived()).toEqual(['a', 'b', 'c'])
  })

  it('are given up with the mail that was called off, and leave room for the next', async () => {
    await using kept = await start({ connections: 1 })
    kept.sink.setMode({ kind: 'slow', delayMs: 60_000 })
    const calling = new AbortController()
    const late = kept.mailer.send(mailOf('a'), calling.signal)
    await kept.sink.waitForMails(1)
    calling.abort()
    await expect(late).rejects.toMatchObject({ name: 'MailError' })
    kept.sink.setMode({ kind: 'normal' })
    await kept.send('b')
    expect(kept.arrived()).toEqual(['a', 'b'])
  })
})
