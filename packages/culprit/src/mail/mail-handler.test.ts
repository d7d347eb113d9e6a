import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createFakeClock, createSmtpSink, createTempDir, type FakeClock } from '@culprit/testkit'
import { describe, expect, it, vi } from 'vitest'
import { runWithContext } from '../logging/context.ts'
import { Formatter } from '../logging/formatter.ts'
import { getLogger, LogManager } from '../logging/manager.ts'
import { LogRecord, type LogRecordInit } from '../logging/record.ts'
import { MailHandler } from './mail-handler.ts'
import type { MailHandlerOptions } from './mail-handler-options.ts'
import type { MailTransport } from './mail-transport.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import { RequestTrail } from './request-trail.ts'
import { sendTestMail } from './send-test.ts'

class KeyError extends Error {
  override readonly name = 'KeyError'
}

const record = (error: unknown, init: Partial<LogRecordInit> = {}): LogRecord =>
  new LogRecord({ name: 'shop', levelno: 40, levelname: 'ERROR', msg: 'it failed', error, ...init })

interface Harness {
  readonly handler: MailHandler
  readonly mails: OutgoingMail[]
  readonly clock: FakeClock
  readonly lines: string[]
}

/** A handler on a transport that keeps what it is given, in memory, with the clock in the test's hands. */
function harness(options: Partial<MailHandlerOptions> = {}): Harness {
  const mails: OutgoingMail[] = []
  const lines: string[] = []
  const clock = createFakeClock()
  const handler = new MailHandler({
    from: 'shop@x.test',
    to: 'dev@x.test',
    application: 'shop',
    environment: 'production',
    spoolDir: false,
    transport: {
      send: (mail) => {
        mails.push(mail)
        return Promise.resolve()
      },
    },
    clock,
    warn: (line) => void lines.push(line),
    ...options,
  })
  return { handler, mails, clock, lines }
}

const subjects = (mails: readonly OutgoingMail[]): readonly string[] => mails.map(({ subject }) => subject)

describe('MailHandler', () => {
  it('3.3.5: mails wait below CULPRIT_SPOOL_DIR of the process where no spool directory is given', async () => {
    await using dir = await createTempDir()
    vi.stubEnv('CULPRIT_SPOOL_DIR', dir.path)
    const { handler } = harness({ spoolDir: undefined })
    vi.unstubAllEnvs()
    handler.emit(record(new KeyError('a')))
    await handler.close()
    expect(readdirSync(join(dir.path, 'mail'))).toContain('new')
  })

  it('3.3.1 MAIL-3: emit takes less than a millisecond and waits for nothing, though the mail server is slow', async () => {
    await using sink = await createSmtpSink({ kind: 'slow', delayMs: 1500 })
    const { handler } = harness({ mailhost: sink.url, transport: undefined, clock: undefined })
    const errors = Array.from({ length: 15 }, (_, n) => new KeyError('abcdefghijklmnop'[n]))
    const took = errors.map((error) => {
      const began = performance.now()
      handler.handle(record(error))
      return performance.now() - began
    })
    // The fastest: a busy machine interrupts many of them, but hardly all.
    expect(Math.min(...took)).toBeLessThan(1)
    expect(sink.mails).toHaveLength(0)
    await sink.waitForMails(1)
    await sink.close()
    await handler.flush()
  })

  it('3.3.2 the first occurrence arrives within a second, 500 repeats as one digest', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const options = { mailhost: sink.url, transport: undefined, clock: undefined, spoolDir: dir.path }
    const { handler } = harness(options)
    const error = new KeyError('lamp')
    handler.handle(record(error))
    await sink.waitForMails(1, 1000)
    for (let n = 0; n < 500; n++) handler.handle(record(error))
    handler.handle(record(new TypeError('no address')))
    await sink.waitForMails(2, 1000)
    await handler.flush()
    expect(sink.mails.map(({ headers }) => headers['subject'])).toEqual([
      '[shop production] KeyError: lamp',
      '[shop production] TypeError: no address',
      '[shop production] KeyError: lamp (x500)',
    ])
    expect(sink.mails[2]?.text).toContain('500 more of this error')
    expect(readdirSync(join(dir.path, 'new'))).toEqual([])
    expect(readdirSync(join(dir.path, 'cur'))).toEqual([])
    await handler.close()
  })

  it('3.3.2 the digest comes by itself when the window ends', async () => {
    const { handler, mails, clock } = harness({ window: { ms: 60_000 } })
    for (let n = 0; n < 12; n++) handler.handle(record(new KeyError(`lamp ${n}`)))
    await clock.advance(59_000)
    expect(mails).toHaveLength(1)
    await clock.advance(1_100)
    expect(subjects(mails).at(-1)).toBe('[shop production] KeyError: lamp 0 (x11)')
    expect(mails.at(-1)?.text.match(/^--- /gm)).toHaveLength(3)
    await clock.advance(600_000)
    expect(mails).toHaveLength(2)
  })

  it("3.3.10 first mails and digests of one place are one thread, under grouping's hash, unless the application says", async () => {
    const threads = async (options: Partial<MailHandlerOptions>): Promise<readonly string[]> => {
      const { handler, mails } = harness(options)
      const fail = (what: string): void => void handler.handle(record(new KeyError(what)))
      for (const what of ['lamp', 'desk', 'lamp']) fail(what)
      await handler.close()
      for (const mail of mails)
        expect(mail.text).toContain(`Fingerprint: ${mail.headers['X-Error-Fingerprint']}`)
      return mails.map(({ references }) => references.join(' '))
    }
    const [first, second, digest, ...rest] = await threads({})
    expect([second, digest, rest]).toEqual([first, first, []])
    expect(new Set(await threads({ key: ({ error }) => String(error) })).size).toBe(2)
  })

  it('3.3.2 powers: a digest at the 2nd, 4th and 8th occurrence', async () => {
    const { handler, mails, clock } = harness({ window: { mode: 'powers' } })
    for (let n = 0; n < 8; n++) handler.handle(record(new KeyError('lamp')))
    await clock.settle()
    expect(subjects(mails).map((subject) => /\(x\d+\)/.exec(subject)?.[0])).toEqual([
      undefined,
      '(x1)',
      '(x2)',
      '(x4)',
    ])
  })

  it('3.3.3 the cap stops mails of different errors, says so once, and everything is told in the end', async () => {
    const { handler, mails, clock } = harness({ cap: { perHour: 3 } })
    for (const name of 'abcdefghij') handler.handle(record(new KeyError(name)))
    await clock.settle()
    expect(mails).toHaveLength(4)
    expect(subjects(mails).at(-1)).toBe('[shop production] Mail limited: 1 error(s) suppressed')
    await clock.advance(30 * 60_000)
    expect(mails).toHaveLength(4)
    await handler.close()
    expect(subjects(mails).slice(4)).toEqual(['[shop production] Mail limited: 7 error(s) suppressed'])
  })

  it('3.3.4 the key can be given, and a key that fails is replaced by the usual one', async () => {
    const one = harness({ key: ({ name }) => name })
    for (const text of ['a', 'b']) one.handler.handle(record(new KeyError(text)))
    await one.clock.settle()
    expect(one.mails).toHaveLength(1)
    const broken = harness({
      key: () => {
        throw new Error('broken')
      },
    })
    for (const text of ['a', 'b']) broken.handler.handle(record(new KeyError(text)))
    await broken.clock.settle()
    expect(broken.mails).toHaveLength(2)
  })

  it('3.3.5 mails wait on disk while the server is away and are sent by the next start', async () => {
    await using dir = await createTempDir()
    const sink = await createSmtpSink()
    const { port } = sink
    await sink.close()
    const away = harness({
      mailhost: ['127.0.0.1', port],
      transport: undefined,
      clock: undefined,
      spoolDir: dir.path,
    })
    away.handler.handle(record(new KeyError('lamp')))
    await away.handler.close()
    expect(readdirSync(join(dir.path, 'new'))).toHaveLength(1)
    await using back = await createSmtpSink()
    const next = harness({ mailhost: back.url, transport: undefined, clock: undefined, spoolDir: dir.path })
    const [mail] = await back.waitForMails(1)
    expect(mail?.headers['subject']).toBe('[shop production] KeyError: lamp')
    await next.handler.close()
    expect(readdirSync(join(dir.path, 'new'))).toEqual([])
  })

  it('3.3.7 a server that dies costs one line, other handlers nothing, and the application nothing', async () => {
    const sink = await createSmtpSink({ kind: 'drop-before-answer' })
    const { handler, lines } = harness({ mailhost: sink.url, transport: undefined, clock: undefined })
    const manager = new LogManager()
    const log = manager.getLogger('shop')
    const { handler: other, mails } = harness()
    log.addHandler(handler)
    log.addHandler(other)
    for (const text of ['a', 'b', 'c']) log.exception(new KeyError(text), 'it failed')
    await handler.flush()
    await other.flush()
    await sink.close()
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^error mails cannot be sent and wait: /)
    expect(mails).toHaveLength(3)
  })

  it('3.3.7 never throws, whatever the transport, the formatter and the options do', async () => {
    class BrokenFormatter extends Formatter {
      override format(): string {
        throw new Error('broken formatter')
      }
    }
    const { handler, mails, clock } = harness({
      subject: () => {
        throw new Error('broken subject')
      },
      includeLocals: () => {
        throw new Error('broken locals')
      },
      formatter: new BrokenFormatter(),
    })
    expect(handler.handle(record(new KeyError('lamp')))).toBe(true)
    await clock.settle()
    expect(mails[0]?.text).toContain('KeyError: lamp')
    const broken = harness({
      transport: {
        send: () => {
          throw new Error('not even a promise')
        },
      },
    })
    broken.handler.handle(record(new KeyError('lamp')))
    await broken.handler.flush()
    expect(broken.lines).toEqual(['error mails cannot be sent and wait: not even a promise'])
  })

  it('3.3.8 secrets are removed from every part, and locals are shown only when asked for', async () => {
    const secret = 'hunter2secret'
    const init = {
      msg: 'login failed: password=%s',
      args: [secret],
      extra: { apiKey: secret },
      context: { headers: { cookie: `sid=${secret}` } },
    }
    const includeLocals = (): Readonly<Record<string, unknown>> => ({ cart: ['lamp'], password: secret })
    const [without, withLocals] = [harness(), harness({ includeLocals })]
    for (const { handler, clock } of [without, withLocals]) {
      handler.handle(record(new KeyError(`api_key=${secret}`), init))
      handler.handle(record(new KeyError(`api_key=${secret}`), init))
      await handler.flush()
      await clock.settle()
    }
    const text = JSON.stringify([...without.mails, ...withLocals.mails])
    expect(text).not.toContain(secret)
    expect(without.mails[0]?.text).not.toContain('cart')
    expect(withLocals.mails[0]?.text).toContain('cart: ["lamp"]')
  })

  it('3.3.9 records made while delivering are not mailed, also after an await', async () => {
    const manager = new LogManager()
    const log = manager.getLogger('mailer')
    const mails: string[] = []
    const transport: MailTransport = {
      send: async (mail) => {
        mails.push(mail.subject)
        log.error('connecting')
        await new Promise((resolve) => setTimeout(resolve, 5))
        log.error('sent')
      },
    }
    const { handler } = harness({ transport, clock: undefined })
    manager.root.addHandler(handler)
    log.exception(new KeyError('lamp'), 'it failed')
    await handler.flush()
    await handler.flush()
    expect(mails).toEqual(['[shop production] KeyError: lamp'])
    expect(handler.losses.get('reentrant')).toBe(2)
    log.error('an error of its own')
    await handler.flush()
    expect(mails).toHaveLength(2)
  })

  it('3.3.10 subject, threading and reference of a mail', async () => {
    const { handler, mails, clock } = harness()
    const reference = 'ab'.repeat(16)
    const error = new KeyError('lamp\r\nBcc: all@x.test')
    for (let n = 0; n < 2; n++) handler.handle(record(error, { extra: { reference } }))
    await handler.flush()
    await clock.settle()
    expect(subjects(mails)).toEqual([
      '[shop production] KeyError: lamp',
      '[shop production] KeyError: lamp (x1)',
    ])
    expect(mails[0]?.headers).toMatchObject({
      'Auto-Submitted': 'auto-generated',
      'X-Error-Reference': reference,
    })
    expect(mails[0]?.headers['X-Error-Fingerprint']).toBe(mails[1]?.headers['X-Error-Fingerprint'])
    expect(mails[0]?.references).toEqual(mails[1]?.references)
  })

  it('3.3.10 the subject can be given as a text, a function or by a subclass, and stays one line', async () => {
    class Loud extends MailHandler {
      override getSubject(): string {
        return 'LOUD\r\nX-Evil: 1'
      }
    }
    const mails: OutgoingMail[] = []
    const transport = { send: async (mail: OutgoingMail) => void mails.push(mail) }
    const options = { from: 'a@x.test', to: 'b@x.test', spoolDir: false, transport } as const
    const handlers = [
      new MailHandler({ ...options, subject: 'fixed' }),
      new MailHandler({ ...options, subject: ({ levelname }) => `${levelname}\nX: 1` }),
      new Loud(options),
    ]
    for (const handler of handlers) {
      handler.handle(record(new KeyError('lamp')))
      await handler.flush()
    }
    expect(subjects(mails)).toEqual(['fixed', 'ERROR X: 1', 'LOUD X-Evil: 1'])
  })

  it('3.3.11 verify() and a test mail tell whether mails would arrive', async () => {
    await using sink = await createSmtpSink({ kind: 'auth', user: 'me', password: 'right' })
    const { handler } = harness({ mailhost: sink.url, transport: undefined })
    await expect(handler.verify()).resolves.toBeUndefined()
    const options = { from: 'a@x.test', to: 'b@x.test', application: 'shop' }
    const messageId = await sendTestMail({ ...options, mailhost: sink.url })
    const [mail] = await sink.waitForMails(1)
    expect(mail?.headers).toMatchObject({
      'message-id': messageId,
      subject: '[shop] Test mail: error mails arrive',
    })
    const wrong = sink.url.replace('right', 'wrong')
    await expect(sendTestMail({ ...options, mailhost: wrong })).rejects.toMatchObject({
      name: 'DeliveryError',
    })
    await expect(sendTestMail({ ...options, to: [], mailhost: sink.url })).rejects.toThrow(/nobody/)
    await expect(sendTestMail(options)).rejects.toThrow(TypeError)
  })

  it('3.3.11 nobody to send to is told at the start, and counted', () => {
    const { handler, lines, mails } = harness({ to: ['', ' '] })
    handler.handle(record(new KeyError('lamp')))
    expect(lines).toEqual(['error mails have no recipients, so none will be sent; set `to`'])
    expect(handler.losses.get('no-recipients')).toBe(1)
    expect(mails).toEqual([])
  })

  it('3.3.12 neither mail host nor transport is a mistake that is told at once', () => {
    expect(() => harness({ transport: undefined })).toThrow(/`mailhost` or `transport`/)
  })

  it('3.3.12 a password that would travel unencrypted is told', () => {
    const open = harness({ mailhost: 'smtp://me:hunter2@mail.x.test', transport: undefined })
    expect(open.lines).toEqual([expect.stringMatching(/^the password for mail\.x\.test is sent unencrypted/)])
    const closed = {
      mailhost: 'smtp://me:hunter2@mail.x.test',
      transport: undefined,
      secure: 'starttls',
    } as const
    expect(harness(closed).lines).toEqual([])
  })

  it('3.3.13 what is ignored is counted', async () => {
    const { handler, mails, clock } = harness({ ignore: { classes: [KeyError] } })
    handler.handle(record(new KeyError('lamp')))
    handler.handle(record(Object.assign(new Error('gone'), { status: 404 })))
    await clock.settle()
    expect(mails).toEqual([])
    expect(handler.losses.get('ignored')).toBe(2)
  })

  it('3.3.13 fingersCrossed attaches what was logged before in the same request', async () => {
    const trail = new RequestTrail({ records: 2 })
    const { handler, mails, clock } = harness({ fingersCrossed: trail })
    const manager = new LogManager()
    const log = manager.getLogger('shop')
    log.setLevel('DEBUG')
    log.addHandler(trail)
    log.addHandler(handler)
    runWithContext({ url: '/other' }, () => log.info('another request'))
    runWithContext({ url: '/cart' }, () => {
      for (const n of [1, 2, 3]) log.debug('step %d', n)
      log.exception(new KeyError('lamp'), 'it failed')
    })
    await clock.settle()
    expect(mails[0]?.text).toContain('Before it, in the same request:\nstep 2\nstep 3\n')
    expect(mails[0]?.text).not.toMatch(/step 1|another request/)
    expect(mails[0]?.text).toContain('Context:\n  url: /cart')
  })

  it('MAIL-4: takes errors and above unless told otherwise', () => {
    const manager = new LogManager()
    const { handler } = harness()
    manager.root.addHandler(handler)
    manager.getLogger('shop').warning('careful')
    expect(handler.level).toBe(40)
    expect(harness({ level: 'WARNING' }).handler.level).toBe(30)
  })

  it("S7 S9: the text is the manual's mail format, the traceback after it", async () => {
    const { handler, mails, clock } = harness()
    const log = new LogManager().getLogger('shop')
    log.addHandler(handler)
    log.exception(new KeyError('lamp'), 'no stock of %s', 'lamp')
    await clock.settle()
    expect(mails[0]?.text).toMatch(
      /^Message type: {7}ERROR\nLocation: {11}\S+mail-handler\.test\.ts:\d+\nModule: {13}mail-handler\.test\nFunction: {11}\S+\nTime: {15}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\n\nMessage:\n\nno stock of lamp\nKeyError: lamp\n {4}at /,
    )
  })

  it('drain() reports what it sent', async () => {
    const { handler } = harness()
    expect(await handler.drain()).toEqual({ sent: 0, waiting: 0, refused: 0, expired: 0 })
  })

  it('is not needed to be told about loggers: getLogger of the default manager works with it', async () => {
    const { handler, mails } = harness()
    const log = getLogger('culprit-mail-test')
    log.addHandler(handler)
    log.error('plain message %d', 7)
    await handler.close()
    log.removeHandler(handler)
    expect(subjects(mails)).toEqual(['[shop production] plain message 7'])
  })
})
