import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSmtpSink, createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { spawnApp } from './support/spawn-app.ts'

const example = fileURLToPath(new URL('../examples/error-mails.ts', import.meta.url))

interface Place {
  readonly smtpUrl: string
  readonly directory: string
}

const start = ({ smtpUrl, directory }: Place, ...args: readonly string[]): ReturnType<typeof spawnApp> =>
  spawnApp([process.execPath, example, ...args], {
    SMTP_URL: smtpUrl,
    MAIL_TO: 'dev@x.test',
    LOG_FILE: join(directory, 'shop.log'),
    CULPRIT_SPOOL_DIR: join(directory, 'spool'),
  })

const waiting = (directory: string): readonly string[] => readdirSync(join(directory, 'spool', 'mail', 'new'))
const first = '[shop production] RangeError: card of order 1 was declined'
const other = '[shop production] TypeError: order has no address'

describe('examples/error-mails.ts', () => {
  it('mails the first of each error within a second, and the 500 repeats in one digest', async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    const app = start({ smtpUrl: sink.url, directory: dir.path })
    await sink.waitForMails(2)
    const arrivedAt = Date.now()
    const { code, stderr } = await app.ended
    expect(code, stderr).toBe(0)
    expect(sink.mails.map(({ headers }) => headers['subject'])).toEqual([first, other, `${first} (x500)`])
    expect(sink.mails[2]?.text).toContain('500 more of this error since the last mail about it, 501 in all')
    expect(sink.mails.every(({ to }) => to.join() === 'dev@x.test')).toBe(true)
    expect(arrivedAt - firstErrorAt(join(dir.path, 'shop.log'))).toBeLessThan(2000)
    expect(waiting(dir.path)).toEqual([])
  }, 20_000)

  it("writes every line in the manual's file format, with tracebacks", async () => {
    await using sink = await createSmtpSink()
    await using dir = await createTempDir()
    await start({ smtpUrl: sink.url, directory: dir.path }).ended
    const lines = readFileSync(join(dir.path, 'shop.log'), 'utf8').split('\n')
    const heads = lines.filter((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} /.test(line))
    expect(heads).toHaveLength(503)
    expect(heads.every((line) => /: .+ \[in \S+error-mails\.ts:\d+\]$/.test(line))).toBe(true)
    expect(heads[0]).toMatch(/ WARNING: stock of desk lamp is low: 2 left \[in /)
    expect(heads[501]).toMatch(/ ERROR: payment of order 501 failed \[in /)
    expect(lines.filter((line) => line.startsWith('RangeError: card of order'))).toHaveLength(501)
    expect(lines.filter((line) => line.startsWith('TypeError: order has no address'))).toHaveLength(1)
    expect(lines.filter((line) => /^ {4}at payOrder \(/.test(line))).toHaveLength(501)
  }, 20_000)

  it('keeps the mails while the server is down, and --drain sends them', async () => {
    const away = await createSmtpSink()
    await away.close()
    await using dir = await createTempDir()
    const run = await start({ smtpUrl: away.url, directory: dir.path }).ended
    expect(run.code, run.stderr).toBe(0)
    expect(run.stderr.match(/error mails cannot be sent/g)).toHaveLength(1)
    expect(waiting(dir.path)).toHaveLength(3)
    await using sink = await createSmtpSink()
    const drain = await start({ smtpUrl: sink.url, directory: dir.path }, '--drain').ended
    expect(drain).toMatchObject({ code: 0, stdout: '3 mail(s) sent, 0 waiting\n' })
    const subjects = sink.mails.map(({ headers }) => headers['subject'])
    expect(subjects.toSorted()).toEqual([first, `${first} (x500)`, other].toSorted())
    expect(waiting(dir.path)).toEqual([])
  }, 40_000)

  it('--drain says so when the server is still down', async () => {
    const away = await createSmtpSink()
    await away.close()
    await using dir = await createTempDir()
    await start({ smtpUrl: away.url, directory: dir.path }).ended
    const drain = await start({ smtpUrl: away.url, directory: dir.path }, '--drain').ended
    expect(drain).toMatchObject({ code: 1, stdout: '0 mail(s) sent, 3 waiting\n' })
    expect(waiting(dir.path)).toHaveLength(3)
  }, 40_000)
})

function firstErrorAt(file: string): number {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((each) => each.includes(' ERROR: '))
  return new Date((line ?? '').slice(0, 23).replace(',', '.')).getTime()
}
