import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { bareEnv, createSmtpSink, createTempDir } from '@culprit/testkit'
import { getLogger } from 'culprit/logging'
import { MailHandler } from 'culprit/mail'
import { describe, expect, it } from 'vitest'

const bin = fileURLToPath(new URL('../../bin/culprit.js', import.meta.url))

interface Ended {
  readonly code: unknown
  readonly out: string
  readonly err: string
}

type Variables = Readonly<Record<string, string>>

/** Runs the built command with nothing of ours in its environment. */
async function culprit(args: readonly string[], variables: Variables = {}): Promise<Ended> {
  const env = { ...bareEnv(), HOME: '/nonexistent', ...variables }
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, out, err }
}

describe('culprit mail-test', () => {
  it('3.3.11: signs in, sends one mail and prints what the server answered', async () => {
    await using sink = await createSmtpSink({ kind: 'auth', user: 'shop', password: 's3cret/pass' })
    const args = ['mail-test', '--smtp-url', sink.url, '--to', 'dev@x.test', '--to', 'ops@x.test']
    const { code, out, err } = await culprit([...args, '--from', 'shop@x.test'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const [mail] = await sink.waitForMails(1)
    expect(mail).toMatchObject({ from: 'shop@x.test', to: ['dev@x.test', 'ops@x.test'] })
    expect(out).toContain(`127.0.0.1:${sink.port} takes mails, without TLS, signed in as shop\n`)
    expect(out).toMatch(/sent <\S+> from shop@x\.test to dev@x\.test, ops@x\.test; the server answered: 250 /)
    expect(out).not.toContain('s3cret')
  })

  it('3.3.11: takes the server and the sender from the environment', async () => {
    await using sink = await createSmtpSink()
    const env = { CULPRIT_SMTP_URL: sink.url, CULPRIT_MAIL_FROM: 'env@x.test' }
    expect((await culprit(['mail-test', '--to', 'dev@x.test'], env)).code).toBe(0)
    const [mail] = await sink.waitForMails(1)
    expect(mail?.from).toBe('env@x.test')
  })

  it('3.3.11: ends with 1 and one line without the password where the password is wrong', async () => {
    await using sink = await createSmtpSink({ kind: 'auth', user: 'shop', password: 'right' })
    const url = sink.url.replace('right', 'wr0ng-one')
    const { code, out, err } = await culprit(['mail-test', '--smtp-url', url, '--to', 'dev@x.test'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^culprit: .*535.*\n$/)
    expect(err).not.toContain('wr0ng')
  })

  it.each([
    ['refuses all recipients', { kind: 'refuse' }, [], /550/],
    ['has a certificate that nobody signed', { kind: 'starttls' }, ['--secure', 'starttls'], /certificate/],
    ['has no TLS', { kind: 'normal' }, ['--secure', 'starttls'], /TLS could not be started/],
  ] as const)('3.3.12: ends with 1 where the server %s', async (_what, mode, flags, reason) => {
    await using sink = await createSmtpSink(mode)
    const ended = await culprit(['mail-test', '--smtp-url', sink.url, '--to', 'dev@x.test', ...flags])
    expect(ended.code).toBe(1)
    expect(ended.err).toMatch(reason)
    expect(ended.err.trimEnd()).not.toContain('\n')
    expect(sink.mails).toEqual([])
  })
})

describe('culprit mail-drain', () => {
  it('3.3.5: sends what waits in the spool, and says how much', async () => {
    await using dir = await createTempDir()
    await using sink = await createSmtpSink()
    await spoolOneMail(dir.path)
    const drained = await culprit(['mail-drain', '--smtp-url', sink.url], { CULPRIT_SPOOL_DIR: dir.path })
    expect(drained).toEqual({ code: 0, out: `1 mail(s) sent, 0 waiting in ${dir.path}/mail\n`, err: '' })
    const [mail] = await sink.waitForMails(1)
    expect(mail?.headers['subject']).toContain('RangeError: card was declined')
    const again = await culprit(['mail-drain', '--smtp-url', sink.url, '--spool-dir', dir.path])
    expect(again.out).toBe(`0 mail(s) sent, 0 waiting in ${dir.path}/mail\n`)
  })

  it('3.3.7: ends with 1 where the server is away, and the mail goes on waiting', async () => {
    await using dir = await createTempDir()
    await spoolOneMail(dir.path)
    const args = ['mail-drain', '--smtp-url', 'smtp://127.0.0.1:9', '--spool-dir', dir.path]
    const { code, out, err } = await culprit(args)
    expect(code).toBe(1)
    expect(out).toBe(`0 mail(s) sent, 1 waiting in ${dir.path}/mail\n`)
    expect(err).toMatch(/ECONNREFUSED/)
  })

  it('says where nothing waits', async () => {
    const args = ['mail-drain', '--smtp-url', 'smtp://127.0.0.1:9', '--spool-dir', '/nonexistent']
    expect(await culprit(args)).toEqual({
      code: 0,
      out: 'no mails wait: there is no folder /nonexistent/mail\n',
      err: '',
    })
  })
})

/** Leaves one mail in the spool, as an application does whose mail server is away. */
async function spoolOneMail(spool: string): Promise<void> {
  const mails = new MailHandler({
    mailhost: 'smtp://127.0.0.1:9',
    from: 'shop@x.test',
    to: 'dev@x.test',
    spoolDir: `${spool}/mail`,
    warn: () => undefined,
  })
  const log = getLogger('mail-commands')
  log.propagate = false
  log.addHandler(mails)
  log.exception(new RangeError('card was declined'), 'payment failed')
  log.removeHandler(mails)
  await mails.close()
}

describe('culprit with wrong usage ends with 2 and one line', () => {
  it.each([
    [[], /no command given/],
    [['mail-tset'], /there is no command 'mail-tset'/],
    [['dev'], /dev: no file given/],
    [['dev', 'nowhere.ts'], /dev: there is no file .*nowhere\.ts/],
    [['dev', 'a.ts', 'b.ts'], /unexpected argument 'b\.ts'; what your application is given comes after --/],
    [['dev', 'a.ts', '--reload', '--no-reload'], /contradict/],
    [['doctor'], /doctor: no file given/],
    [['doctor', 'nowhere.ts'], /doctor: there is no file .*nowhere\.ts/],
    [['mail-test', '--to', 'a@b.test'], /no mail server given; give --smtp-url .* or set CULPRIT_SMTP_URL/],
    [['mail-test', '--smtp-url', 'smtp://h'], /nobody to send to; give --to ADDRESS/],
    [['mail-test', '--smtp-url', 'smtp://h', '--to', 'nobody'], /'nobody' is no address/],
    [['mail-test', '--smtp-url', 'http://h', '--to', 'a@b.test'], /URL like smtp:/],
    [
      ['mail-test', '--smtp-url', 'smtp://h', '--to', 'a@b.test', '--secure', 'ssl'],
      /starttls or tls, not 'ssl'/,
    ],
    [['mail-test', '--smtp-url', 'smtp://h', '--spool-dir', '/x'], /takes no --spool-dir/],
    [['mail-test', 'a@b.test'], /unexpected argument 'a@b.test'/],
    [['mail-drain', '--nonsense'], /--nonsense/],
  ] as const)('%j', async (args, reason) => {
    const { code, out, err } = await culprit(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(reason)
    expect(err).toMatch(/^culprit: [^\n]+\n$/)
  })

  it('but --help says on stdout what there is', async () => {
    const { code, out, err } = await culprit(['--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('mail-test')
  })
})
