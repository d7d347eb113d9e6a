import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Formatter } from '../formatter.ts'
import { LogRecord } from '../record.ts'
import { FileHandler } from './file-handler.ts'
import { WatchedFileHandler } from './watched-file-handler.ts'

const info = (msg: string): LogRecord => new LogRecord({ name: 'app', levelno: 20, msg })
const warning = (msg: string): LogRecord => new LogRecord({ name: 'app', levelno: 30, msg })

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culprit-file-'))
  path = join(folder, 'app.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const content = (): string => readFileSync(path, 'utf8')

describe('FileHandler', () => {
  it('FILE-1: appends to the file, which is opened at construction', async () => {
    writeFileSync(path, 'before\n')
    const handler = new FileHandler(path)
    handler.handle(warning('one'))
    await handler.close()
    expect(content()).toBe('before\none\n')
  })

  it('FILE-1: creates the file at construction, with delay at the first write', async () => {
    const eager = new FileHandler(path)
    expect(statSync(path).size).toBe(0)
    await eager.close()
    const delayed = new FileHandler(join(folder, 'late.log'), { delay: true })
    expect(statSync(join(folder, 'late.log'), { throwIfNoEntry: false })).toBeUndefined()
    delayed.handle(warning('now'))
    await delayed.close()
    expect(readFileSync(join(folder, 'late.log'), 'utf8')).toBe('now\n')
  })

  it('refuses a mode and an encoding that do not exist', () => {
    expect(() => new FileHandler(path, { mode: 'r' as 'a' })).toThrow(RangeError)
    expect(() => new FileHandler(path, { encoding: 'klingon' as 'utf8' })).toThrow(RangeError)
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('makes a missing directory', async () => {
    const handler = new FileHandler(join(folder, 'a', 'b', 'c.log'))
    handler.handle(warning('deep'))
    await handler.close()
    expect(readFileSync(join(folder, 'a', 'b', 'c.log'), 'utf8')).toBe('deep\n')
  })

  it("mode 'w' starts empty and never reopens after close, counting the loss", async () => {
    writeFileSync(path, 'before\n')
    const handler = new FileHandler(path, { mode: 'w' })
    handler.handle(warning('one'))
    await handler.close()
    handler.handle(warning('two'))
    expect(content()).toBe('one\n')
    expect(handler.losses.get('closed')).toBe(1)
  })

  it("mode 'a' reopens after close", async () => {
    const handler = new FileHandler(path)
    handler.handle(warning('one'))
    await handler.close()
    handler.handle(warning('two'))
    expect(content()).toBe('one\ntwo\n')
    await handler.close()
  })

  it('writes WARNING and above before the call returns, with what waited before it in order', async () => {
    const handler = new FileHandler(path, { sync: false })
    handler.handle(info('first'))
    expect(content()).toBe('')
    handler.handle(warning('second'))
    expect(content()).toBe('first\nsecond\n')
    await handler.close()
  })

  it('writes waiting lines when 4096 characters are together', async () => {
    const handler = new FileHandler(path, { sync: false })
    for (let line = 0; line < 40; line += 1) handler.handle(info('x'.repeat(99)))
    expect(content()).toBe('')
    handler.handle(info('x'.repeat(99)))
    expect(content().length).toBe(4100)
    await handler.close()
  })

  it('writes waiting lines after the time given', async () => {
    const handler = new FileHandler(path, { flushMs: 20, sync: false })
    handler.handle(info('late'))
    await expect.poll(content).toBe('late\n')
    await handler.close()
  })

  it('sync: true lets no line wait', async () => {
    const handler = new FileHandler(path, { sync: true })
    handler.handle(info('now'))
    expect(content()).toBe('now\n')
    await handler.close()
  })

  it('flush and flushSync write what waits', async () => {
    const handler = new FileHandler(path, { sync: false })
    handler.handle(info('one'))
    handler.flushSync()
    expect(content()).toBe('one\n')
    handler.handle(info('two'))
    await handler.flush()
    expect(content()).toBe('one\ntwo\n')
    await handler.close()
  })

  it('writes in the encoding given', async () => {
    const handler = new FileHandler(path, { encoding: 'latin1' })
    handler.handle(warning('é'))
    await handler.close()
    expect(readFileSync(path)).toEqual(Buffer.from([0xe9, 0x0a]))
  })

  it('uses its formatter and level', async () => {
    const handler = new FileHandler(path, {
      level: 'ERROR',
      formatter: new Formatter('%(levelname)s %(message)s'),
    })
    expect(handler.level).toBe(40)
    handler.handle(warning('formatted'))
    await handler.close()
    expect(content()).toBe('WARNING formatted\n')
  })

  it('FMT-5: a failing file is reported on stderr, counted, and never throws', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const handler = new FileHandler(folder + '/app.log', { delay: true, sync: false })
    rmSync(folder, { recursive: true })
    writeFileSync(folder, 'a file where the directory was')
    handler.handle(info('waits'))
    expect(handler.handle(warning('fails'))).toBe(false)
    const text = stderr.mock.calls.map(([chunk]) => String(chunk)).join('')
    stderr.mockRestore()
    expect(text).toContain('--- Logging error ---')
    expect(handler.losses.get('failed')).toBe(2)
    await handler.close()
  })
})

describe('WatchedFileHandler', () => {
  it('opens the file anew when it was moved away', async () => {
    const handler = new WatchedFileHandler(path)
    handler.handle(warning('one'))
    renameSync(path, `${path}.old`)
    handler.handle(warning('two'))
    expect(readFileSync(`${path}.old`, 'utf8')).toBe('one\n')
    expect(content()).toBe('two\n')
    await handler.close()
  })

  it('opens the file anew when another took its place', async () => {
    const handler = new WatchedFileHandler(path)
    handler.handle(warning('one'))
    renameSync(path, `${path}.old`)
    writeFileSync(path, 'fresh\n')
    handler.handle(warning('two'))
    expect(content()).toBe('fresh\ntwo\n')
    await handler.close()
  })

  it('a plain FileHandler goes on with the moved file', async () => {
    const handler = new FileHandler(path)
    renameSync(path, `${path}.old`)
    handler.handle(warning('one'))
    expect(readFileSync(`${path}.old`, 'utf8')).toBe('one\n')
    await handler.close()
  })
})
