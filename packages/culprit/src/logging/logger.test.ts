import { describe, expect, it } from 'vitest'
import { runWithContext } from './context.ts'
import { Handler } from './handler.ts'
import { callOptions } from './log-call.ts'
import { Logger } from './logger.ts'
import { LogManager } from './manager.ts'
import { LogRecord } from './record.ts'

class Collector extends Handler {
  readonly records: LogRecord[] = []

  emit(record: LogRecord): void {
    this.records.push(record)
  }

  get messages(): readonly string[] {
    return this.records.map(({ message }) => message)
  }
}

function setUp(): { manager: LogManager; handler: Collector; log: Logger; stderr: string[] } {
  const stderr: string[] = []
  const manager = new LogManager({ stderr: (text) => stderr.push(text) })
  const handler = new Collector()
  const log = manager.getLogger('shop')
  log.setLevel('DEBUG')
  log.addHandler(handler)
  return { manager, handler, log, stderr }
}

describe('the tree of loggers', () => {
  it('T1: the same name is the same logger; no name is the root', () => {
    const manager = new LogManager()
    expect(manager.getLogger('a.b')).toBe(manager.getLogger('a.b'))
    for (const name of [undefined, null, '', 'root']) expect(manager.getLogger(name)).toBe(manager.root)
    expect(manager.getLogger('\0')).not.toBe(manager.root)
    const wrong: unknown = 5
    expect(() => manager.getLogger(wrong as string)).toThrow(TypeError)
  })

  it('T2: a missing ancestor is not made, and is put between when asked for', () => {
    const manager = new LogManager()
    const leaf = manager.getLogger('a.b.c')
    expect(manager.findLogger('a')).toBeUndefined()
    expect(leaf.parent).toBe(manager.root)
    const top = manager.getLogger('a')
    expect(leaf.parent).toBe(top)
    const middle = manager.getLogger('a.b')
    expect(leaf.parent).toBe(middle)
    expect(middle.parent).toBe(top)
    expect(manager.getLogger('ab').parent).toBe(manager.root)
  })

  it('T2: a nearer parent stays when a farther one comes', () => {
    const manager = new LogManager()
    const leaf = manager.getLogger('a.b.c')
    const middle = manager.getLogger('a.b')
    const top = manager.getLogger('a')
    expect(leaf.parent).toBe(middle)
    expect(middle.parent).toBe(top)
  })

  it('T3: getChild() goes down, getChildren() lists what is right below', () => {
    const manager = new LogManager()
    const a = manager.getLogger('a')
    expect(a.getChild('x.y')).toBe(manager.getLogger('a.x.y'))
    expect(manager.root.getChild('x.y')).toBe(manager.getLogger('x.y'))
    const b = manager.getLogger('a.b')
    manager.getLogger('a.b.c')
    expect(a.getChildren()).toEqual([b])
    expect(manager.root.getChildren()).toEqual([a])
  })

  it('T4: a new logger decides nothing; the root is at WARNING', () => {
    const manager = new LogManager()
    const logger = manager.getLogger('a')
    expect([logger.level, logger.propagate, logger.disabled]).toEqual([0, true, false])
    expect(logger.handlers).toEqual([])
    expect(logger.filters).toEqual([])
    expect(manager.root.level).toBe(30)
  })

  it('T5: the effective level is the first one set on the way up, propagating or not', () => {
    const manager = new LogManager()
    const leaf = manager.getLogger('a.b')
    expect(leaf.getEffectiveLevel()).toBe(30)
    leaf.propagate = false
    manager.getLogger('a').setLevel('ERROR')
    expect(leaf.getEffectiveLevel()).toBe(40)
    manager.getLogger('a').setLevel(0)
    manager.root.setLevel(0)
    expect(leaf.getEffectiveLevel()).toBe(0)
  })

  it('T6: a change anywhere counts at once', () => {
    const manager = new LogManager()
    const leaf = manager.getLogger('a.b')
    expect(leaf.isEnabledFor('INFO')).toBe(false)
    manager.getLogger('a').setLevel('INFO')
    expect(leaf.isEnabledFor('INFO')).toBe(true)
    leaf.disabled = true
    expect(leaf.isEnabledFor(50)).toBe(false)
    leaf.disabled = false
    expect(leaf.isEnabledFor(20)).toBe(true)
  })

  it('T7: disable() switches a level and all below off, NOTSET on again', () => {
    const { manager, handler, log } = setUp()
    manager.disable('ERROR')
    log.error('no')
    log.critical('yes')
    expect(handler.messages).toEqual(['yes'])
    manager.disable()
    log.critical('no')
    manager.disable(0)
    log.debug('again')
    expect(handler.messages).toEqual(['yes', 'again'])
  })
})

describe('propagation', () => {
  it('T8: up to the first logger that does not propagate, whose own handlers are still called', () => {
    const { manager, handler, log } = setUp()
    const root = new Collector()
    manager.root.addHandler(root)
    manager.getLogger('shop.cart').info('one')
    log.propagate = false
    manager.getLogger('shop.cart').info('two')
    expect(handler.messages).toEqual(['one', 'two'])
    expect(root.messages).toEqual(['one'])
  })

  it('T9: levels and filters of ancestors have no say', () => {
    const { manager, handler, log } = setUp()
    log.setLevel('ERROR')
    log.addFilter(() => false)
    manager.root.setLevel('CRITICAL')
    const child = manager.getLogger('shop.cart')
    child.setLevel('DEBUG')
    child.debug('heard')
    expect(handler.messages).toEqual(['heard'])
  })

  it('T10: a handler is on a logger once, but on two loggers of the path it gets the record twice', () => {
    const { manager, handler, log } = setUp()
    log.addHandler(handler)
    log.info('once')
    manager.root.addHandler(handler)
    log.info('twice')
    expect(handler.messages).toEqual(['once', 'twice', 'twice'])
    manager.root.removeHandler(handler)
    log.info('once again')
    expect(handler.messages).toEqual(['once', 'twice', 'twice', 'once again'])
  })

  it('T11: a handler takes what reaches its own level', () => {
    const { handler, log } = setUp()
    expect(handler.level).toBe(0)
    handler.setLevel('ERROR')
    log.warning('no')
    log.error('yes')
    expect(handler.messages).toEqual(['yes'])
  })

  it('T12: without any handler the last resort writes warnings to stderr', () => {
    const stderr: string[] = []
    const manager = new LogManager({ stderr: (text) => stderr.push(text) })
    manager.root.setLevel('DEBUG')
    manager.getLogger('x').info('nothing')
    manager.getLogger('x').warning('bare %s', 'message')
    expect(stderr).toEqual(['bare message\n'])
  })

  it('T12: without a last resort it is said once that there are no handlers', () => {
    const stderr: string[] = []
    const manager = new LogManager({ stderr: (text) => stderr.push(text) })
    manager.lastResort = undefined
    manager.getLogger('x').error('1')
    manager.getLogger('y').error('2')
    expect(stderr).toEqual(['No handlers could be found for logger "x"\n'])
  })

  it('T13: hasHandlers() looks up while loggers propagate', () => {
    const { manager, log } = setUp()
    const child = log.getChild('cart')
    expect(child.hasHandlers()).toBe(true)
    child.propagate = false
    expect(child.hasHandlers()).toBe(false)
    expect(manager.root.hasHandlers()).toBe(false)
  })
})

describe('filters', () => {
  it('T14: false drops, a record replaces, a change is seen by all', () => {
    const { manager, handler, log } = setUp()
    const root = new Collector()
    manager.root.addHandler(root)
    log.addFilter((record) => record.msg !== 'secret')
    handler.addFilter({
      filter: (record) => new LogRecord({ name: record.name, levelno: record.levelno, msg: 'replaced' }),
    })
    log.addFilter((record) => {
      record.addExtra({ seen: true })
      return true
    })
    log.info('secret')
    log.info('open')
    expect(handler.messages).toEqual(['replaced'])
    expect(root.messages).toEqual(['open'])
    expect(root.records[0]?.extra).toEqual({ seen: true })
  })

  it('T14: a filter is there once', () => {
    const { log, handler } = setUp()
    const filter = (): boolean => true
    log.addFilter(filter)
    log.addFilter(filter)
    expect(log.filters).toHaveLength(1)
    log.removeFilter(filter)
    expect(log.filters).toHaveLength(0)
    handler.addFilter(filter)
    handler.addFilter(filter)
    expect(handler.filters).toHaveLength(1)
  })

  it('T14: a filter that throws loses the record, not the application', () => {
    const { log, handler, manager, stderr } = setUp()
    log.addFilter(() => {
      throw new Error('bad filter')
    })
    expect(() => log.info('x')).not.toThrow()
    expect(handler.records).toEqual([])
    expect(manager.failures).toBe(1)
    expect(stderr.join('')).toContain('bad filter')
  })
})

describe('records', () => {
  it('T15: a field of the call with a name of the record is kept beside it', () => {
    const { log, handler } = setUp()
    log.info('x', { lineno: 5, user: 'eve' })
    expect(handler.records[0]?.extra).toEqual({ lineno_: 5, user: 'eve' })
    expect(() => handler.records[0]?.addExtra({ lineno: 1 })).toThrow(
      "Attempt to overwrite 'lineno' in LogRecord",
    )
  })

  it('T16: exception() attaches what was thrown, whatever it is', () => {
    const { log, handler } = setUp()
    const error = new RangeError('out')
    log.exception(error)
    log.exception(error, 'failed %s', 3)
    log.exception('just text', 'odd')
    log.exception(error, { id: 5 })
    expect(handler.messages).toEqual(['out', 'failed 3', 'odd', 'out'])
    expect(handler.records.map((record) => record.error)).toEqual([error, error, 'just text', error])
    expect(handler.records[3]?.extra).toEqual({ id: 5 })
    expect(handler.records[0]?.levelno).toBe(40)
  })

  it('T17: stackInfo and stackLevel by callOptions()', () => {
    const { log, handler } = setUp()
    const lines: string[] = []
    handler.addFilter((record) => lines.push(record.funcName) > 0)
    function helper(): void {
      log.warning('slow', callOptions({ stackInfo: true, stackLevel: 2 }))
    }
    function work(): void {
      helper()
    }
    work()
    expect(lines).toEqual(['work'])
    expect(handler.records[0]?.stackInfo).toMatch(/^Stack \(most recent call last\):\n/)
    expect(handler.records[0]?.stackInfo).toMatch(/helper[^\n]*$/)
  })

  it('T18: the location is the call, also through aliases, exception() and log()', () => {
    const { log, handler } = setUp()
    const names: string[] = []
    handler.addFilter((record) => names.push(record.funcName) > 0)
    const calls = {
      warn: (): void => log.warn('x'),
      exception: (): void => log.exception(new Error('x')),
      log: (): void => log.log('INFO', 'x'),
      tag: (): void => log.error`x ${1}`,
      child: (): void => log.with({ a: 1 }).info('x'),
    }
    for (const call of Object.values(calls)) call()
    expect(names).toEqual(['warn', 'exception', 'log', 'tag', 'child'])
  })

  it('T20: records and loggers of other classes', () => {
    const { manager, log, handler } = setUp()
    class OwnRecord extends LogRecord {
      override getMessage(): string {
        return 'own'
      }
    }
    class OwnLogger extends Logger {
      shout(text: string): void {
        this.critical(text.toUpperCase())
      }
    }
    manager.recordFactory = (init) => new OwnRecord(init)
    manager.setLoggerClass(OwnLogger)
    log.info('x')
    expect(handler.records[0]).toBeInstanceOf(OwnRecord)
    const own = manager.getLogger('shop.own')
    expect(own).toBeInstanceOf(OwnLogger)
    if (own instanceof OwnLogger) own.shout('hey')
    expect(handler.messages).toEqual(['x', 'HEY'])
  })

  it('T21: what a handler logs itself does not come back to it, but reaches others', () => {
    const { manager, log, handler } = setUp()
    class Noisy extends Handler {
      emitted = 0
      emit(): void {
        this.emitted++
        log.warning('from inside')
      }
    }
    const noisy = new Noisy()
    log.addHandler(noisy)
    log.info('x')
    expect(noisy.emitted).toBe(1)
    expect(noisy.losses.get('reentrant')).toBe(1)
    expect(handler.messages).toEqual(['x', 'from inside'])
    expect(manager.failures).toBe(0)
  })

  it('LOG-6: fields of the context are on the records made inside', async () => {
    const { log, handler } = setUp()
    await runWithContext({ url: '/x', task: 'req-1' }, async () => {
      await Promise.resolve()
      runWithContext({ user: 'eve' }, () => log.info('in'))
    })
    log.info('out')
    expect(handler.records.map(({ context }) => context)).toEqual([
      { url: '/x', task: 'req-1', user: 'eve' },
      undefined,
    ])
    expect(handler.records.map(({ taskName }) => taskName)).toEqual(['req-1', undefined])
  })
})

describe('log()', () => {
  it('L5: what is no level is a mistake, or ignored', () => {
    const { manager, log, handler } = setUp()
    const wrong: unknown = 1.5
    expect(() => log.log(wrong as number, 'x')).toThrow(TypeError)
    expect(() => log.log('10', 'x')).toThrow(RangeError)
    manager.raiseExceptions = false
    expect(() => log.log(wrong as number, 'x')).not.toThrow()
    expect(handler.records).toEqual([])
  })

  it('L3: takes added names', () => {
    const { manager, log, handler } = setUp()
    manager.addLevelName(25, 'NOTICE')
    log.log('NOTICE', 'x')
    expect(handler.records[0]?.levelname).toBe('NOTICE')
    expect(manager.getLevelName('NOTICE')).toBe(25)
    expect(manager.getLevelName(35)).toBe('Level 35')
    expect(manager.getLevelName('zz')).toBe('Level zz')
  })

  it('L1: each method has its level', () => {
    const { log, handler } = setUp()
    log.setLevel('TRACE')
    log.trace('')
    log.debug('')
    log.info('')
    log.warning('')
    log.warn('')
    log.error('')
    log.critical('')
    log.fatal('')
    expect(handler.records.map(({ levelno }) => levelno)).toEqual([5, 10, 20, 30, 30, 40, 50, 50])
    expect(handler.records[0]?.levelname).toBe('TRACE')
  })
})

describe('the methods of a logger', () => {
  it('may be handed on, and still say where they were called', async () => {
    const { log, handler } = setUp()
    const files: string[] = []
    handler.addFilter((record) => files.push(record.filename) > 0)
    const { error } = log
    await Promise.reject(new RangeError('too far')).catch(error)
    error('here')
    expect(handler.messages).toEqual(['too far', 'here'])
    expect(files[1]).toBe('logger.test.ts')
  })
})
