import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LogRecord } from '../record.ts'
import { RotatingFileHandler } from './rotating-file-handler.ts'

const info = (msg: string): LogRecord => new LogRecord({ name: 'app', levelno: 20, msg })
const warning = (msg: string): LogRecord => new LogRecord({ name: 'app', levelno: 30, msg })

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culprit-rotating-'))
  path = join(folder, 'app.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )

describe('RotatingFileHandler', () => {
  it.each([Number.NaN, -1, 1.5, '10k'])('refuses the limit %s, which would mean none', (limit: unknown) => {
    expect(() => new RotatingFileHandler(path, { maxBytes: limit as number })).toThrow(/^maxBytes must be/)
    expect(() => new RotatingFileHandler(path, { maxRecords: limit as number })).toThrow(
      /^maxRecords must be/,
    )
  })

  it('FILE-2: rolls before a write that would reach maxBytes, and keeps backupCount files', async () => {
    const handler = new RotatingFileHandler(path, { maxBytes: 10, backupCount: 2 })
    for (const text of ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee']) handler.handle(warning(text))
    await handler.close()
    // 5 + 5 reaches 10, so each line has a file of its own.
    expect(files()).toEqual({ 'app.log': 'eeee\n', 'app.log.1': 'dddd\n', 'app.log.2': 'cccc\n' })
  })

  it('FILE-2: stays below maxBytes, line end counted', async () => {
    const handler = new RotatingFileHandler(path, { maxBytes: 11, backupCount: 1 })
    for (const text of ['aaaa', 'bbbb', 'cccc']) handler.handle(warning(text))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'cccc\n', 'app.log.1': 'aaaa\nbbbb\n' })
  })

  it('FILE-2: counts bytes, not characters', async () => {
    const handler = new RotatingFileHandler(path, { maxBytes: 13, backupCount: 1 })
    for (const text of ['ääää', 'bbbb']) handler.handle(warning(text))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'bbbb\n', 'app.log.1': 'ääää\n' })
  })

  it('FILE-2: backupCount 0 never rolls, nor does maxBytes 0', async () => {
    const none = new RotatingFileHandler(path, { maxBytes: 10 })
    for (const text of ['aaaa', 'bbbb', 'cccc']) none.handle(warning(text))
    none.doRollover()
    none.handle(warning('dddd'))
    await none.close()
    expect(files()).toEqual({ 'app.log': 'aaaa\nbbbb\ncccc\ndddd\n' })
    const endless = new RotatingFileHandler(path, { backupCount: 3 })
    endless.handle(warning('eeee'))
    await endless.close()
    expect(Object.keys(files())).toEqual(['app.log'])
  })

  it('FILE-2: a limit forces the mode to append', async () => {
    writeFileSync(path, 'before\n')
    const handler = new RotatingFileHandler(path, { maxBytes: 1000, backupCount: 1, mode: 'w' })
    handler.handle(warning('after'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'before\nafter\n' })
  })

  it('an empty file does not roll for a record that is too long for any file', async () => {
    const handler = new RotatingFileHandler(path, { maxBytes: 10, backupCount: 2 })
    handler.handle(warning('x'.repeat(50)))
    await handler.close()
    expect(Object.keys(files())).toEqual(['app.log'])
  })

  it('gaps are kept: .2 moves to .3 when there is no .1', async () => {
    writeFileSync(path, 'live\n')
    writeFileSync(`${path}.2`, 'second\n')
    const handler = new RotatingFileHandler(path, { maxBytes: 8, backupCount: 5 })
    handler.handle(warning('next'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'next\n', 'app.log.1': 'live\n', 'app.log.3': 'second\n' })
  })

  it('FILE-2: a device never rolls', async () => {
    const handler = new RotatingFileHandler('/dev/null', { maxBytes: 1, backupCount: 1 })
    handler.handle(warning('one'))
    expect(handler.handle(warning('two'))).toBe(true)
    await handler.close()
    expect(readdirSync('/dev').includes('null.1')).toBe(false)
  })

  it('rolls after a number of records, whatever their lines', async () => {
    const handler = new RotatingFileHandler(path, { maxRecords: 2, backupCount: 2 })
    for (const text of ['a\na', 'b', 'c', 'd', 'e']) handler.handle(warning(text))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'e\n', 'app.log.1': 'c\nd\n', 'app.log.2': 'a\na\nb\n' })
  })

  it('counts lines of an existing file as records', async () => {
    writeFileSync(path, 'one\ntwo\n')
    const handler = new RotatingFileHandler(path, { maxRecords: 2, backupCount: 1 })
    handler.handle(warning('three'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'three\n', 'app.log.1': 'one\ntwo\n' })
  })

  it('counts lines that still wait in memory', async () => {
    const handler = new RotatingFileHandler(path, { maxBytes: 11, backupCount: 3 })
    for (const text of ['aaaa', 'bbbb', 'cccc']) handler.handle(info(text))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'cccc\n', 'app.log.1': 'aaaa\nbbbb\n' })
  })

  it('namer and rotator decide names and how files are made', async () => {
    const moved: string[] = []
    const handler = new RotatingFileHandler(path, {
      maxBytes: 6,
      backupCount: 1,
      namer: (name) => `${name}.old`,
      rotator: (source, destination) => {
        moved.push(destination)
        renameSync(source, destination)
      },
    })
    handler.handle(warning('aaaa'))
    handler.handle(warning('bbbb'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'bbbb\n', 'app.log.1.old': 'aaaa\n' })
    expect(moved).toEqual([`${path}.1.old`])
  })

  it('a file that cannot be moved is written on, with one warning and a later attempt', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    let now = 1_000_000
    let fails = true
    const handler = new RotatingFileHandler(path, {
      maxBytes: 6,
      backupCount: 3,
      now: () => now,
      rotator: (source, destination) => {
        if (fails) throw new Error('EBUSY: resource busy')
        renameSync(source, destination)
      },
    })
    writeFileSync(`${path}.1`, 'old\n')
    for (const text of ['a', 'bbbb', 'cccc', 'dddd']) handler.handle(warning(text))
    now += 11_000
    handler.handle(warning('eeee'))
    const warned = stderr.mock.calls.map(([chunk]) => String(chunk)).join('')
    stderr.mockRestore()
    expect(warned.match(/cannot rotate/g)).toHaveLength(1)
    expect(files()).toEqual({ 'app.log': 'a\nbbbb\ncccc\ndddd\neeee\n', 'app.log.2': 'old\n' })
    fails = false
    now += 11_000
    handler.handle(warning('ffff'))
    await handler.close()
    expect(files()['app.log']).toBe('ffff\n')
    expect(files()['app.log.2']).toBe('old\n')
  })

  it('two handlers on one file: one moves it, the other goes on with the new one, nothing is lost', async () => {
    let now = 1_000_000
    const clock = (): number => now
    const first = new RotatingFileHandler(path, { maxBytes: 200, backupCount: 9, now: clock })
    const second = new RotatingFileHandler(path, { maxBytes: 200, backupCount: 9, now: clock })
    for (let line = 100; line < 160; line += 1) {
      first.handle(warning(`first ${line}`))
      second.handle(warning(`second ${line}`))
      now += 500
    }
    await first.close()
    await second.close()
    const all = Object.values(files()).join('')
    expect(all.split('\n').filter((line) => line !== '')).toHaveLength(120)
    // Not one file each for every turn: the peer's move is seen.
    for (const text of Object.values(files()).slice(1)) expect(text.length).toBeGreaterThan(100)
  })

  it('a lock that a crash left behind does not stop rolling for ever', async () => {
    const handler = new RotatingFileHandler(path, { maxBytes: 6, backupCount: 1 })
    handler.handle(warning('aaaa'))
    writeFileSync(`${path}.rotating`, '')
    const { utimesSync } = await import('node:fs')
    utimesSync(`${path}.rotating`, 1000, 1000)
    handler.handle(warning('bbbb'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'bbbb\n', 'app.log.1': 'aaaa\n' })
  })

  it('while another process holds the lock the file is written on', async () => {
    const handler = new RotatingFileHandler(path, { maxBytes: 6, backupCount: 1 })
    handler.handle(warning('aaaa'))
    writeFileSync(`${path}.rotating`, '')
    handler.handle(warning('bbbb'))
    await handler.close()
    expect(files()['app.log']).toBe('aaaa\nbbbb\n')
  })
})
