import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FrameCapture } from './frame-capture.ts'
import { enterAsRequest } from './plain-throws.ts'
import type { CapturedThrow } from './captured-frame.ts'

let capture: FrameCapture

beforeAll(() => {
  capture = FrameCapture.ofThread()
})

afterAll(() => {
  capture.release()
})

function caught(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('It did not throw.')
}

function captured(run: () => unknown): CapturedThrow {
  const found = capture.of(caught(run))
  if (found === undefined) throw new Error('Nothing was captured.')
  return found
}

class Account {
  #balance = 7

  debit(amount: number): number {
    const before = this.#balance
    if (amount > before) throw new RangeError(`no funds: ${before}`)
    return (this.#balance -= amount)
  }
}

describe('a frame after it has returned', () => {
  it('N1: has its locals, parameters, `this`, arguments and private fields', () => {
    const [frame] = captured(() => new Account().debit(10)).frames
    expect(frame?.functionName).toBe('debit')
    expect(frame?.evaluate('[amount, before, arguments.length, this.#balance]')).toEqual([10, 7, 1, 7])
    expect(frame?.evaluate('this')).toBeInstanceOf(Account)
  })

  it('N1: changes what closures see', () => {
    let count = 1
    const read = (): number => count
    const [frame] = captured(() => {
      count += 0
      throw new Error('x')
    }).frames
    frame?.evaluate('count = 42')
    expect(read()).toBe(42)
    expect(frame?.evaluate('count')).toBe(42)
  })

  it('N1: is there for errors of the engine, of promises and of native callers', async () => {
    const input = '{'
    expect(captured(() => JSON.parse(input)).frames[0]?.evaluate('input')).toBe('{')
    const rejected = new Error('later')
    const fail = async (size: number): Promise<never> => {
      if (size > 1) await Promise.resolve()
      throw rejected
    }
    await fail(2).catch(() => {})
    expect(capture.of(rejected)?.frames[0]?.evaluate('size')).toBe(2)
    const other = new Error('rejected')
    await new Promise((_resolve, reject) => reject(other)).catch(() => {})
    expect(capture.of(other)?.frames.length).toBeGreaterThan(0)
  })

  it('N1: is there for a thrown object that is no error', () => {
    const [frame] = captured(() => {
      const detail = 5
      throw Object.assign(Object.create(null), { detail })
    }).frames
    expect(frame?.evaluate('detail')).toBe(5)
  })

  it('N4: is that of the first throw, whatever throws it again', () => {
    const inner = (): never => {
      const deep = 'deep'
      throw new Error(deep)
    }
    const { frames } = captured(() => {
      try {
        inner()
      } catch (error) {
        if (error instanceof Error) throw error
      }
    })
    expect(frames[0]?.evaluate('deep')).toBe('deep')
  })

  it('N5: runs code in the context of its request', () => {
    const storage = new AsyncLocalStorage<string>()
    const { inContext } = storage.run('request 7', () =>
      captured(() => {
        throw new Error('x')
      }),
    )
    expect(storage.getStore()).toBeUndefined()
    expect(inContext(() => storage.getStore())).toBe('request 7')
  })

  it('N3: takes `with`, also where the function is strict code', () => {
    const [frame] = captured(() => new Account().debit(10)).frames
    const run = frame?.evaluate('(scope) => { with (scope) { return extra + amount } }') as (
      scope: object,
    ) => unknown
    expect(run({ extra: 1 })).toBe(11)
  })
})

function runAsRequest<T>(request: object, serve: () => T): T {
  const leave = enterAsRequest(request)
  try {
    return serve()
  } finally {
    leave()
  }
}

describe('what cannot be recognised by itself', () => {
  it('N2: is a thrown string, which is told apart by its request', () => {
    const throwIn = (request: object, mark: number): void => {
      runAsRequest(request, () => {
        try {
          if (mark > 0) throw 'plain'
        } catch {
          // The framework has it now.
        }
      })
    }
    const [first, second] = [{}, {}]
    throwIn(first, 1)
    throwIn(second, 2)
    const markIn = (request: object): unknown =>
      runAsRequest(request, () =>
        capture
          .of('plain')
          ?.frames.find(({ functionName }) => functionName === 'throwIn')
          ?.evaluate('mark'),
      )
    expect(markIn(first)).toBe(1)
    expect(markIn(second)).toBe(2)
    expect(runAsRequest({}, () => capture.of('plain'))).toBeUndefined()
  })

  it('has the stack of its throw by the debugger', () => {
    const { places } = captured(() => {
      throw { code: 7 }
    })
    expect(places[0]).toMatchObject({
      url: expect.stringContaining('frame-capture.test'),
      line: expect.any(Number),
    })
  })
})

describe('the capture', () => {
  it('leaves out frames of libraries', () => {
    const { frames } = captured(() => {
      throw new Error('x')
    })
    expect(frames.every(({ url }) => !url.includes('node_modules'))).toBe(true)
  })

  it('is one for all applications of a thread', () => {
    const again = FrameCapture.ofThread()
    expect(again).toBe(capture)
    again.release()
    expect(capture.state()).toEqual({ state: 'on' })
  })

  it('does not look at what runs unwatched', () => {
    const error = new Error('own')
    capture.unwatched(() =>
      caught(() => {
        throw error
      }),
    )
    expect(capture.of(error)).toBeUndefined()
  })

  it('is bounded in frames', () => {
    const dig = (depth: number): never => {
      if (depth === 0) throw new Error('deep')
      return dig(depth - 1)
    }
    const { frames, places } = captured(() => dig(150))
    expect(frames).toHaveLength(50)
    expect(places.length).toBeLessThanOrEqual(200)
  })
})
