import { describe, expect, it } from 'vitest'
import { Handler } from './handler.ts'
import { defaultManager, getLogger, LogManager } from './manager.ts'

class Closing extends Handler {
  readonly #log: string[]
  readonly #label: string

  constructor(label: string, log: string[]) {
    super()
    this.#label = label
    this.#log = log
  }

  emit(): void {
    // Only its end matters here.
  }

  override flush(): Promise<void> {
    this.#log.push(`flush ${this.#label}`)
    return Promise.resolve()
  }

  override close(): Promise<void> {
    this.#log.push(`close ${this.#label}`)
    return this.#label === 'bad' ? Promise.reject(new Error('cannot close')) : Promise.resolve()
  }
}

describe('LogManager', () => {
  it('T22: shutdown flushes and closes in reverse order of making, whatever the order of adding', async () => {
    const log: string[] = []
    const stderr: string[] = []
    const manager = new LogManager({ stderr: (text) => stderr.push(text) })
    const first = new Closing('first', log)
    const bad = new Closing('bad', log)
    const last = new Closing('last', log)
    for (const handler of [last, first, bad]) manager.getLogger('a').addHandler(handler)
    manager.root.addHandler(first)
    await manager.shutdown()
    expect(log).toEqual(['flush last', 'close last', 'flush bad', 'close bad', 'flush first', 'close first'])
    expect(stderr.join('')).toContain('cannot close')
  })

  it('H2: handlers are found by name', () => {
    const manager = new LogManager()
    const handler = new Closing('x', [])
    handler.name = 'file'
    manager.getLogger('a').addHandler(handler)
    expect(manager.getHandlerByName('file')).toBe(handler)
    expect([...manager.getHandlerNames()]).toEqual(['file'])
    expect(manager.getHandlerByName('other')).toBeUndefined()
  })

  it('two managers share nothing', () => {
    const [one, two] = [new LogManager(), new LogManager()]
    one.getLogger('a').setLevel('DEBUG')
    one.addLevelName(25, 'NOTICE')
    expect(two.getLogger('a').level).toBe(0)
    expect(two.levels.numberOf('NOTICE')).toBeUndefined()
  })

  it('the default one is found again by any copy of the package', () => {
    expect(defaultManager()).toBe(defaultManager())
    expect(Reflect.get(globalThis, Symbol.for('culprit.logging'))).toBe(defaultManager())
    expect(getLogger('a')).toBe(defaultManager().getLogger('a'))
  })
})
