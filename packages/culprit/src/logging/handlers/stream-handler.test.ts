import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { LogRecord } from '../record.ts'
import { NullHandler } from './null-handler.ts'
import { StreamHandler } from './stream-handler.ts'

const info = (msg: string): LogRecord => new LogRecord({ name: 'app', levelno: 20, msg })

/** Keeps what was written, one string for each write. */
function memoryStream(): { writes: string[]; write: (text: string) => void } {
  const writes: string[] = []
  return { writes, write: (text) => void writes.push(text) }
}

describe('StreamHandler', () => {
  it('writes text and line end in one write', () => {
    const stream = memoryStream()
    const handler = new StreamHandler(stream)
    handler.handle(info('one'))
    handler.terminator = '\0'
    handler.handle(info('two'))
    expect(stream.writes).toEqual(['one\n', 'two\0'])
  })

  it('without a stream writes to the stderr of the moment', () => {
    const handler = new StreamHandler()
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    handler.handle(info('to stderr'))
    expect(stderr.mock.calls[0]?.[0]).toBe('to stderr\n')
    stderr.mockRestore()
  })

  it('setStream returns the stream before, or undefined when it is the same', () => {
    const first = memoryStream()
    const second = memoryStream()
    const handler = new StreamHandler(first)
    expect(handler.setStream(first)).toBeUndefined()
    expect(handler.setStream(second)).toBe(first)
    handler.handle(info('one'))
    expect(second.writes).toEqual(['one\n'])
  })

  it('close leaves the stream open', async () => {
    const stream = new PassThrough()
    const handler = new StreamHandler(stream)
    handler.handle(info('one'))
    await handler.close()
    expect(stream.writableEnded).toBe(false)
    expect(String(stream.read())).toBe('one\n')
  })

  it('flush waits for a slow stream', async () => {
    let taken = ''
    const slow = new Writable({
      write: (chunk, _encoding, done) => {
        taken += String(chunk)
        setTimeout(done, 5)
      },
    })
    const handler = new StreamHandler(slow)
    for (const text of ['a', 'b', 'c']) handler.handle(info(text))
    await handler.flush()
    expect(taken).toBe('a\nb\nc\n')
  })

  it('a stream that takes nothing loses records, counted', () => {
    const stuck = new Writable({ write: () => undefined })
    const handler = new StreamHandler(stuck, { maxWaiting: 10 })
    for (let line = 0; line < 10; line += 1) handler.handle(info('12345'))
    expect(handler.losses.get('stream-full')).toBe(8)
  })

  it('FMT-5: a stream that fails does not end the process', async () => {
    const failing = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) })
    const handler = new StreamHandler(failing)
    handler.handle(info('one'))
    await expect.poll(() => handler.losses.get('stream-failed')).toBe(1)
  })
})

describe('NullHandler', () => {
  it('takes records and does nothing', () => {
    expect(new NullHandler().handle()).toBe(true)
  })
})
