import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import type { OutgoingMail } from './outgoing-mail.ts'
import { Spool } from './spool.ts'

const mailOf = (n: number, text = 'text'): OutgoingMail => ({
  from: 'a@x.test',
  to: ['b@x.test'],
  subject: `mail ${n}`,
  text,
  messageId: `<${n}@x.test>`,
  references: [],
  headers: {},
  createdAt: 1_700_000_000_000 + n,
})
const rights = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const deadPid = 2 ** 22 + 1

describe('Spool', () => {
  it('3.3.5 is a maildir: directories 0700, files 0600, nothing left in tmp', async () => {
    await using dir = await createTempDir()
    const directory = join(dir.path, 'deep', 'mail')
    mkdirSync(directory, { recursive: true, mode: 0o755 })
    new Spool({ directory }).write(mailOf(1))
    expect(rights(directory)).toBe('700')
    for (const part of ['tmp', 'new', 'cur']) expect(rights(join(directory, part))).toBe('700')
    expect(readdirSync(join(directory, 'tmp'))).toEqual([])
    const [name = ''] = readdirSync(join(directory, 'new'))
    expect(rights(join(directory, 'new', name))).toBe('600')
  })

  it('gives mails back as they were, oldest first', async () => {
    await using dir = await createTempDir()
    const spool = new Spool({ directory: dir.path })
    for (const n of [2, 1, 3]) spool.write(mailOf(n, 'naïve\n'))
    const mails = spool.waiting().map((entry) => spool.claim(entry)?.mail)
    expect(mails).toEqual([mailOf(1, 'naïve\n'), mailOf(2, 'naïve\n'), mailOf(3, 'naïve\n')])
  })

  it('lets only one take a mail', async () => {
    await using dir = await createTempDir()
    const [one, other] = [new Spool({ directory: dir.path }), new Spool({ directory: dir.path })]
    one.write(mailOf(1))
    const [entry] = other.waiting()
    if (entry === undefined) throw new Error('The mail is not there')
    expect(one.claim(entry)).toBeDefined()
    expect(other.claim(entry)).toBeUndefined()
    expect(other.waiting()).toEqual([])
  })

  it('counts an attempt only when there is a time to try again', async () => {
    await using dir = await createTempDir()
    const spool = new Spool({ directory: dir.path })
    spool.write(mailOf(1))
    const attempt = (later?: { readonly notBefore: number }): void => {
      const claimed = spool.waiting().map((entry) => spool.claim(entry))[0]
      if (claimed !== undefined) spool.release(claimed, later)
    }
    attempt()
    expect(spool.waiting()).toMatchObject([{ attempts: 0, notBefore: 1_700_000_000_001 }])
    attempt({ notBefore: 1_800_000_000_000 })
    expect(spool.waiting()).toMatchObject([{ attempts: 1, notBefore: 1_800_000_000_000 }])
  })

  it('3.3.5 takes mails of dead processes over at once, of others when their lease is up', async () => {
    await using dir = await createTempDir()
    let now = 1_700_000_000_000
    const spoolOf = (pid: number, host = 'here'): Spool =>
      new Spool({ directory: dir.path, pid, host, now: () => now })
    const mine = spoolOf(process.pid)
    for (const [n, owner] of [
      spoolOf(deadPid),
      spoolOf(process.ppid),
      spoolOf(deadPid, 'elsewhere'),
    ].entries()) {
      owner.write(mailOf(n))
      for (const entry of owner.waiting()) owner.claim(entry)
    }
    expect(mine.recover()).toBe(1)
    expect(mine.waiting()).toHaveLength(1)
    now += 121_000
    expect(mine.recover()).toBe(2)
    expect(mine.waiting()).toHaveLength(3)
  })

  it('drops the oldest beyond its bounds, and says how many', async () => {
    await using dir = await createTempDir()
    const few = new Spool({ directory: dir.path, maxMails: 2 })
    expect([1, 2, 3, 4].map((n) => few.write(mailOf(n)).dropped)).toEqual([0, 0, 1, 1])
    const small = new Spool({ directory: dir.path, maxBytes: 1400 })
    expect(small.write(mailOf(5, 'x'.repeat(1000))).dropped).toBe(1)
    expect(small.waiting().map(({ createdAt }) => createdAt % 10)).toEqual([4, 5])
  })

  it('passes foreign files over and gives what is no mail as unreadable', async () => {
    await using dir = await createTempDir()
    const spool = new Spool({ directory: dir.path })
    spool.write(mailOf(1))
    const [name = ''] = readdirSync(join(dir.path, 'new'))
    writeFileSync(join(dir.path, 'new', name), '{"from":')
    writeFileSync(join(dir.path, 'new', 'notes.txt'), 'x')
    expect(spool.waiting().map((entry) => spool.claim(entry)?.mail)).toEqual([undefined])
    expect(readdirSync(join(dir.path, 'new'))).toEqual(['notes.txt'])
  })

  it('removes drafts that nobody will finish', async () => {
    await using dir = await createTempDir()
    const spool = new Spool({ directory: dir.path })
    spool.write(mailOf(1))
    for (const [name, age] of [
      ['old', 7200],
      ['fresh', 5],
    ] as const) {
      const path = join(dir.path, 'tmp', name)
      writeFileSync(path, '')
      utimesSync(path, Date.now() / 1000 - age, Date.now() / 1000 - age)
    }
    spool.recover()
    expect(readdirSync(join(dir.path, 'tmp'))).toEqual(['fresh'])
  })

  it('makes its directory again when somebody has removed it', async () => {
    await using dir = await createTempDir()
    const spool = new Spool({ directory: join(dir.path, 'mail') })
    spool.write(mailOf(1))
    rmSync(join(dir.path, 'mail'), { recursive: true })
    spool.write(mailOf(2))
    expect(spool.waiting()).toHaveLength(1)
  })

  it('takes over what an earlier process with the same id has claimed', async () => {
    await using dir = await createTempDir()
    const bornAt = Math.floor(Date.now() - process.uptime() * 1000)
    const earlier = new Spool({ directory: dir.path, now: () => bornAt - 5000 })
    earlier.write(mailOf(1))
    for (const entry of earlier.waiting()) earlier.claim(entry)
    const spool = new Spool({ directory: dir.path })
    spool.write(mailOf(2))
    for (const entry of spool.waiting()) spool.claim(entry)
    expect(new Spool({ directory: dir.path }).recover()).toBe(1)
  })

  it('is empty where there is no directory, and says so when it cannot be made', async () => {
    await using dir = await createTempDir()
    const file = join(dir.path, 'file')
    writeFileSync(file, '')
    const spool = new Spool({ directory: join(file, 'mail') })
    expect(spool.waiting()).toEqual([])
    expect(spool.recover()).toBe(0)
    expect(() => spool.write(mailOf(1))).toThrow(/ENOTDIR/)
  })

  it('3.3.5 several processes never take the same mail', async () => {
    await using dir = await createTempDir()
    const spool = new Spool({ directory: dir.path })
    for (let n = 0; n < 60; n++) spool.write(mailOf(n))
    const takers = await Promise.all([1, 2, 3].map(() => takeAll(dir.path)))
    const ids = takers.flat()
    expect(ids).toHaveLength(60)
    expect(new Set(ids).size).toBe(60)
    expect(spool.waiting()).toEqual([])
  })
})

/** Runs a process that takes and removes what it can get, and returns the Message-IDs. */
async function takeAll(directory: string): Promise<readonly string[]> {
  const program = `
    import { Spool } from ${JSON.stringify(new URL('spool.ts', import.meta.url).href)}
    const spool = new Spool({ directory: ${JSON.stringify(directory)} })
    const ids = []
    for (let entries = spool.waiting(); entries.length > 0; entries = spool.waiting())
      for (const entry of entries) {
        const claimed = spool.claim(entry)
        if (claimed === undefined) continue
        ids.push(claimed.mail.messageId)
        spool.remove(claimed)
      }
    console.log(JSON.stringify(ids))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')))
  await new Promise((resolve) => child.once('close', resolve))
  const ids: unknown = JSON.parse(stdout)
  return Array.isArray(ids) ? ids.map(String) : []
}
