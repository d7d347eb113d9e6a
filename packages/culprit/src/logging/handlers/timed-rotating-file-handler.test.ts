import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LogRecord } from '../record.ts'
import { TimedRotatingFileHandler, type TimedRotatingFileOptions } from './timed-rotating-file-handler.ts'

const info = (msg: string): LogRecord => new LogRecord({ name: 'app', levelno: 20, msg })
const warning = (msg: string): LogRecord => new LogRecord({ name: 'app', levelno: 30, msg })

let folder = ''
let path = ''
let now = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culprit-timed-'))
  path = join(folder, 'app.log')
  now = Date.parse('2026-03-05T12:30:00Z')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
const timed = (options: TimedRotatingFileOptions): TimedRotatingFileHandler =>
  new TimedRotatingFileHandler(path, { utc: true, now: () => now, ...options })
const hour = 3_600_000

describe('TimedRotatingFileHandler', () => {
  it('FILE-3: rolls when its time has come, and names the old file after the start of its interval', async () => {
    const handler = timed({ when: 'h' })
    handler.handle(warning('one'))
    now += hour - 1
    handler.handle(warning('two'))
    now += 1
    handler.handle(warning('three'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'three\n', 'app.log.2026-03-05_12': 'one\ntwo\n' })
  })

  it('what waits in memory goes to the file of its time', async () => {
    const handler = timed({ when: 'S' })
    handler.handle(info('one'))
    now += 1000
    handler.handle(info('two'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'two\n', 'app.log.2026-03-05_12-30-00': 'one\n' })
  })

  it('starts with the last change of an existing file', async () => {
    writeFileSync(path, 'yesterday\n')
    utimesSync(path, now / 1000, (now - 30 * hour) / 1000)
    const handler = timed({ when: 'midnight' })
    handler.handle(warning('today'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'today\n', 'app.log.2026-03-04': 'yesterday\n' })
  })

  it('keeps backupCount files by name, and touches nothing that is not named so', async () => {
    const others = ['app.log.2026-01-01_12', 'app.log.2026-01-01.gz', 'app.log.notes', 'other.log.2026-01-01']
    for (const name of [...others, 'app.log.2026-01-01', 'app.log.2026-02-01', 'app.log.2026-03-01'])
      writeFileSync(join(folder, name), '')
    const handler = timed({ when: 'D', backupCount: 2 })
    handler.handle(warning('one'))
    now += 24 * hour
    handler.handle(warning('two'))
    await handler.close()
    expect(Object.keys(files()).toSorted()).toEqual(
      [...others, 'app.log', 'app.log.2026-03-01', 'app.log.2026-03-05'].toSorted(),
    )
  })

  it('with a namer it removes what the namer could have named', async () => {
    for (const name of ['2026-01-01.app.log', '2026-02-01.app.log', '2026-01-01.else.log'])
      writeFileSync(join(folder, name), '')
    const handler = timed({
      when: 'D',
      backupCount: 1,
      namer: (name) => join(folder, `${name.slice(-10)}.app.log`),
    })
    handler.handle(warning('one'))
    now += 24 * hour
    handler.handle(warning('two'))
    await handler.close()
    expect(files()).toEqual({ '2026-01-01.else.log': '', '2026-03-05.app.log': 'one\n', 'app.log': 'two\n' })
  })

  it('does not roll over a file that has the name already', async () => {
    writeFileSync(`${path}.2026-03-05_12`, 'kept\n')
    const handler = timed({})
    handler.handle(warning('one'))
    now += hour
    handler.handle(warning('two'))
    await handler.close()
    expect(files()).toEqual({ 'app.log': 'one\ntwo\n', 'app.log.2026-03-05_12': 'kept\n' })
    expect(handler.rolloverAt).toBe(now + hour)
  })

  it('two handlers on one file: the second goes on with the new file', async () => {
    const first = timed({})
    const second = timed({})
    first.handle(warning('a'))
    second.handle(warning('b'))
    now += hour
    first.handle(warning('c'))
    second.handle(warning('d'))
    await first.close()
    await second.close()
    expect(files()).toEqual({ 'app.log': 'c\nd\n', 'app.log.2026-03-05_12': 'a\nb\n' })
  })

  it('a device never rolls, but its next time is set', async () => {
    const handler = new TimedRotatingFileHandler('/dev/null', { when: 'S', utc: true, now: () => now })
    now = handler.rolloverAt + 10_000
    expect(handler.handle(warning('one'))).toBe(true)
    expect(handler.rolloverAt).toBe(now - (now % 1000) + 1000)
    expect(statSync('/dev/null').isFile()).toBe(false)
    await handler.close()
  })

  it('refuses wrong settings', () => {
    expect(() => timed({ when: 'X' })).toThrow(RangeError)
    expect(() => timed({ interval: 0 })).toThrow(RangeError)
    expect(() => timed({ interval: 1.5 })).toThrow(RangeError)
    expect(() => timed({ backupCount: -1 })).toThrow(RangeError)
    expect(() => timed({ when: 'MIDNIGHT', atTime: { hour: 24 } })).toThrow(RangeError)
    expect(() => timed({ when: 'MIDNIGHT', atTime: { hour: 2, minute: Number.NaN } })).toThrow(RangeError)
  })
})
