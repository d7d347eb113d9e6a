import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Formatter } from './formatter.ts'
import { Handler } from './handler.ts'
import { LogManager } from './manager.ts'
import { LogRecord } from './record.ts'
import { deliverWithout } from './suppression.ts'

class Failing extends Handler {
  emit(record: LogRecord): void {
    throw new Error(`cannot write ${record.name}`)
  }
}

class Collector extends Handler {
  readonly lines: string[] = []
  emit(record: LogRecord): void {
    this.lines.push(this.format(record))
  }
}

describe('Handler', () => {
  let written = ''
  const { write } = process.stderr
  beforeEach(() => {
    written = ''
    process.stderr.write = (chunk: Uint8Array | string): boolean => {
      written += String(chunk)
      return true
    }
  })
  afterEach(() => {
    process.stderr.write = write
  })

  it('H1: without a formatter the bare message is written', () => {
    const handler = new Collector()
    handler.handle(new LogRecord({ name: 'a', levelno: 20, msg: 'x %d', args: [1] }))
    handler.setFormatter(new Formatter('%(name)s %(message)s'))
    handler.handle(new LogRecord({ name: 'a', levelno: 20, msg: 'x' }))
    expect(handler.lines).toEqual(['x 1', 'a x'])
  })

  it('H1: filters come first', () => {
    const handler = new Failing()
    handler.addFilter(() => false)
    expect(handler.handle(new LogRecord({ name: 'a', levelno: 20, msg: 'x' }))).toBe(false)
    expect(written).toBe('')
  })

  it('H3: a failure is told on stderr with the call and what was to be logged', () => {
    const log = new LogManager().getLogger('shop')
    const handler = new Failing()
    log.addHandler(handler)
    function checkout(): void {
      log.error('bad %d', 'x')
    }
    checkout()
    expect(written).toMatch(/^--- Logging error ---\nError: cannot write shop\n {4}at /)
    expect(written).toMatch(/\nCall stack:\n(?: {4}at [^\n]*\n)* {4}at checkout [^\n]*\n/)
    expect(written).toContain("\nMessage: 'bad %d'\nArguments: [ 'x' ]\n")
    expect(handler.losses.get('failed')).toBe(1)
  })

  it('R3: a value that cannot be shown never reaches the caller', () => {
    const log = new LogManager().getLogger('shop')
    log.addHandler(new Collector())
    const evil = {
      toString(): string {
        throw new Error('no text')
      },
    }
    expect(() => log.error('bad %s', evil)).not.toThrow()
    expect(written).toContain('no text')
  })

  it('H3: silent on demand, and overridable', () => {
    const seen: unknown[] = []
    class Own extends Failing {
      override handleError(error: unknown): void {
        seen.push(error)
        throw new Error('even this')
      }
    }
    const record = new LogRecord({ name: 'a', levelno: 20, msg: 'x' })
    const silent = new Failing()
    silent.reportsFailures = false
    expect(silent.handle(record)).toBe(false)
    expect(new Own().handle(record)).toBe(false)
    expect(written).toBe('')
    expect(seen).toHaveLength(1)
  })

  it('T21: records made while delivering do not come back, after awaits too', async () => {
    const manager = new LogManager()
    const log = manager.getLogger('mail')
    const [mail, file] = [new Collector(), new Collector()]
    log.addHandler(mail)
    log.addHandler(file)
    await deliverWithout(mail, async () => {
      await Promise.resolve()
      log.error('smtp said no')
      deliverWithout(file, () => log.error('to nobody'))
    })
    log.error('outside')
    expect(mail.lines).toEqual(['outside'])
    expect(file.lines).toEqual(['smtp said no', 'outside'])
    expect(mail.losses.get('reentrant')).toBe(2)
  })

  it('is closed when it is disposed of', async () => {
    let closed = 0
    class Closing extends Collector {
      override close(): Promise<void> {
        closed++
        return Promise.resolve()
      }
    }
    await new Closing()[Symbol.asyncDispose]()
    expect(closed).toBe(1)
  })

  it('L4: setLevel() takes numbers and names', () => {
    const handler = new Collector()
    handler.setLevel('WARNING')
    expect(handler.level).toBe(30)
    expect(() => handler.setLevel('loud')).toThrow('Unknown level')
  })

  it('says whether its format shows the location', () => {
    const handler = new Collector()
    expect(handler.needsLocation).toBe(false)
    handler.setFormatter(new Formatter('%(lineno)d'))
    expect(handler.needsLocation).toBe(true)
  })
})
