import { Writable } from 'node:stream'
import { Console } from 'node:console'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Formatter } from '../formatter.ts'
import { Handler } from '../handler.ts'
import { StreamHandler } from '../handlers/stream-handler.ts'
import { LogManager } from '../manager.ts'
import { LogRecord } from '../record.ts'
import { deliverWithout } from '../suppression.ts'
import { bridgeConsole } from './bridge-console.ts'
import type { Bridge } from './bridge.ts'

/** Prints each record with the console, as a beginner's handler may. */
class Printing extends Handler {
  emit(record: LogRecord): void {
    out.error(this.format(record))
  }
}

const original = globalThis.console
const open: Bridge[] = []
let out = original
let printed = ''

beforeEach(() => {
  printed = ''
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      printed += String(chunk)
      done()
    },
  })
  out = new Console(sink)
  globalThis.console = out
})

afterEach(() => {
  for (const bridge of open.splice(0)) bridge.close()
  globalThis.console = original
})

function setUp(level = 'DEBUG'): { readonly manager: LogManager; readonly records: LogRecord[] } {
  const manager = new LogManager({ stderr: () => undefined })
  const records: LogRecord[] = []
  manager.root.setLevel(level)
  manager.recordFactory = (init) => {
    const record = new LogRecord(init)
    record.resolveLocation()
    records.push(record)
    return record
  }
  return { manager, records }
}

describe.each([
  ['by the channels of the runtime', true],
  ['by wrapping', false],
] as const)('bridgeConsole() %s', (_how, hasChannels) => {
  it('hands on every method by its name, with the text that is printed', () => {
    const { manager, records } = setUp()
    open.push(bridgeConsole({ manager, hasChannels }))
    out.debug('a')
    out.log('%d items of %o', 2, 'shop')
    out.info({ id: 1 })
    out.warn('100%')
    out.error('x', { id: 2 })
    expect(records.map(({ name, levelname, message }) => `${name} ${levelname} ${message}`)).toEqual([
      'console.debug DEBUG a',
      "console.log INFO 2 items of 'shop'",
      'console.info INFO { id: 1 }',
      'console.warn WARNING 100%',
      'console.error ERROR x { id: 2 }',
    ])
    expect(printed).toBe("a\n2 items of 'shop'\n{ id: 1 }\n100%\nx { id: 2 }\n")
  })

  it('takes errors, and the place of the call', () => {
    const { manager, records } = setUp()
    open.push(bridgeConsole({ manager, hasChannels }))
    const error = new Error('boom 5%')
    out.error(error)
    out.error('failed:', error)
    expect(records.map((record) => [record.message, record.error, record.filename])).toEqual([
      ['boom 5%', error, 'bridge-console.test.ts'],
      ['failed:', error, 'bridge-console.test.ts'],
    ])
  })

  it('does not recurse when handlers print with the console', () => {
    const { manager, records } = setUp('ERROR')
    open.push(bridgeConsole({ manager, hasChannels }))
    for (const handler of [new Printing(), new Printing(), new Printing()]) manager.root.addHandler(handler)
    out.error('once')
    expect(printed.match(/once/g)).toHaveLength(4)
    expect(records).toHaveLength(1)
    expect(open[0]?.losses.get('reentrant')).toBe(3)
  })

  it('does not recurse with a handler that writes to the stream behind the console', () => {
    const { manager } = setUp('ERROR')
    open.push(bridgeConsole({ manager, hasChannels }))
    const lines: string[] = []
    const handler = new StreamHandler({ write: (text) => lines.push(text) && out.error(text) })
    handler.setFormatter(new Formatter('%(levelname)s:%(message)s'))
    manager.root.addHandler(handler)
    out.error('once')
    expect(lines).toEqual(['ERROR:once\n'])
  })

  it('keeps what the console says during a delivery from the handler that delivers', () => {
    const { manager } = setUp('ERROR')
    open.push(bridgeConsole({ manager, hasChannels }))
    const [mail, file] = [[], []] as [string[], string[]]
    const mailing = new StreamHandler({ write: (text) => mail.push(text) })
    for (const handler of [mailing, new StreamHandler({ write: (text) => file.push(text) })])
      manager.root.addHandler(handler)
    deliverWithout(mailing, () => out.error('mail server said no'))
    expect([mail, file]).toEqual([[], ['mail server said no\n']])
  })

  it('is silent once closed', () => {
    const { manager, records } = setUp()
    const before = out.error
    bridgeConsole({ manager, hasChannels }).close()
    out.error('after')
    expect(records).toEqual([])
    expect(out.error).toBe(before)
  })

  it('survives values that cannot be read', () => {
    const { manager } = setUp()
    open.push(bridgeConsole({ manager, hasChannels }))
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(() => out.log('value', proxy)).not.toThrow()
    expect(printed).not.toBe('')
  })
})

describe('bridgeConsole()', () => {
  it('finds out by itself how the console can be heard', () => {
    const { manager, records } = setUp()
    open.push(bridgeConsole({ manager }))
    out.error('heard')
    expect(records.map(({ message }) => message)).toEqual(['heard'])
  })
})
