import { AsyncLocalStorage } from 'node:async_hooks'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { parseStack } from '@culprit/stack'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaptureOptions } from './capture-options.ts'
import { createLocalVariables, type LocalVariables } from './local-variables.ts'
import { matchVariables } from './match-variables.ts'

let capture: LocalVariables

function begin(options: CaptureOptions = {}): void {
  capture = createLocalVariables({ share: 100, ...options })
  capture.start()
}

/** Runs and returns what it throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

/** The variables of each frame of the stack, by the function's name as the stack has it. */
function variablesOf(error: unknown): Readonly<Record<string, unknown>> {
  const frames = parseStack(error instanceof Error ? (error.stack ?? '') : '')
  const captured = capture.of(error)
  const vars = captured === undefined ? [] : matchVariables(frames, captured)
  return Object.fromEntries(
    frames.map((frame, at) => [frame.function ?? '', vars[at]] as const).filter(([, of]) => of),
  )
}

interface Cart {
  readonly items: readonly string[]
}

class Till {
  readonly #secret = 'private'
  readonly name = 'till'
  charge(cart: Cart): void {
    const total = cart.items.length
    reject(total, this.#secret.length)
  }
}

function reject(total: number, size: number): never {
  const reason = `no ${total}`
  if (size > 0) {
    const inBlock = [total]
    const unused = () => inBlock
    throw new Error(reason, { cause: unused })
  }
  const later = size
  throw new Error(String(later))
}

async function deep(order: { readonly id: number }): Promise<void> {
  await Promise.resolve()
  new Till().charge({ items: [String(order.id)] })
}

async function shallow(): Promise<void> {
  const attempt = 3
  await deep({ id: 7 + attempt - attempt })
}

describe('createLocalVariables', () => {
  beforeEach(() => begin())
  afterEach(() => capture.stop())

  it('N1: captures parameters, locals, blocks and `this` of every frame of the application', () => {
    const vars = variablesOf(thrownBy(() => new Till().charge({ items: ['a', 'b'] })))
    expect(vars['reject']).toMatchObject({
      total: 2,
      reason: 'no 2',
      inBlock: [2],
      unused: '[Function: unused]',
    })
    expect(vars['Till.charge']).toEqual({ this: { name: 'till' }, cart: { items: ['a', 'b'] }, total: 2 })
  })

  it('N1: captures errors of the runtime itself, and in async functions', async () => {
    const parsed = thrownBy(function readConfig() {
      const text = '{"a":'
      return JSON.parse(text) as unknown
    })
    expect(variablesOf(parsed)['readConfig']).toEqual({ text: '{"a":' })
    const later: unknown = await shallow().catch((error: unknown) => error)
    expect(variablesOf(later)).toMatchObject({ 'Till.charge': { total: 1 }, deep: { order: { id: 7 } } })
  })

  it('N1: captures Promise.reject and objects that are no errors', async () => {
    const reason: unknown = await (function refuse() {
      const code = 5
      return Promise.reject(new Error(`no ${code}`))
    })().catch((error: unknown) => error)
    expect(variablesOf(reason)['refuse']).toMatchObject({ code: 5 })
    const thrown = { plain: true }
    thrownBy(() => {
      throw thrown
    })
    expect(capture.statusOf(thrown)).toBe('captured')
  })

  it('N2: says why there is nothing for texts, calls awaited, and errors it has not seen thrown', async () => {
    expect(capture.statusOf('text')).toBe('unavailable: only objects are followed from their throw')
    expect(capture.statusOf(new Error('never thrown'))).toBe('unavailable: its throw was not seen')
    const later: unknown = await shallow().catch((error: unknown) => error)
    expect(variablesOf(later)).not.toHaveProperty('shallow')
  })

  it('N4: the first capture wins on a rethrow', () => {
    const error = thrownBy(() => {
      try {
        reject(4, 1)
      } catch (inner) {
        const rethrower = true
        throw rethrower ? inner : undefined
      }
    })
    expect(variablesOf(error)['reject']).toMatchObject({ total: 4 })
    expect(capture.status().captured).toBe(1)
  })

  it('N1: runs no getter and no trap of a Proxy', () => {
    const ran: string[] = []
    const note = (name: string) => () => {
      ran.push(name)
      return undefined
    }
    const error = thrownBy(function look() {
      const guarded = new Proxy(
        {},
        { get: note('get'), ownKeys: () => [note('keys')() ?? 'k'], getPrototypeOf: () => null },
      )
      const lazy = Object.defineProperty({}, 'value', { get: note('getter'), enumerable: true })
      throw new Error('x', { cause: [guarded, lazy] })
    })
    const before = ran.length
    expect(variablesOf(error)['look']).toMatchObject({ guarded: '[Proxy]', lazy: { value: '[Getter]' } })
    expect([before, ran.length]).toEqual([0, 0])
  })

  it('marks a variable that had no value yet', () => {
    const error = thrownBy(function early() {
      if (capture.status().state === 'on') reject(1, 1)
      const late = { a: 1 }
      return () => late
    })
    expect(variablesOf(error)['early']).toMatchObject({ late: '[unavailable]' })
  })

  it('copies at once: what happens to a value later is not seen', () => {
    const cart = { items: ['a'] }
    const error = thrownBy(() => new Till().charge(cart))
    cart.items.push('b')
    expect(variablesOf(error)['Till.charge']).toMatchObject({ cart: { items: ['a'] } })
  })

  it('N1: keeps to the bounds, each frame and variable having its part', () => {
    capture.stop()
    begin({ maxBytes: 400, maxFrames: 1, maxString: 1000 })
    const error = thrownBy(function wide() {
      const first = 'x'.repeat(5000)
      const second = { small: 1 }
      throw new Error(first.slice(0, 1), { cause: second })
    })
    const { frames } = capture.of(error) ?? { frames: [] }
    expect(frames).toHaveLength(1)
    const { first, second } = frames[0]?.vars ?? {}
    expect(first).toMatch(/^x{150,200}\.\.\.$/)
    expect(second).toEqual({ small: 1 })
    expect(JSON.stringify(frames[0]?.vars).length).toBeLessThan(600)
  })

  it('N1: leaves frames out that are not of the application', () => {
    capture.stop()
    begin({ isInApp: () => false })
    const error = thrownBy(() => reject(1, 1))
    expect(capture.of(error)).toBeUndefined()
    expect(capture.statusOf(error)).toBe('unavailable: none of the application was on the stack')
  })

  it('does not fail on an error of another realm', () => {
    const error: unknown = thrownBy(() => runInNewContext('throw new Error("there")'))
    expect(capture.statusOf(error)).toMatch(/^(captured|unavailable: )/)
    expect(capture.statusOf(thrownBy(() => reject(1, 1)))).toBe('captured')
  })

  it('lets `debugger` statements pass', () => {
    const before = capture.status().pauses
    // oxlint-disable-next-line no-debugger
    debugger
    expect(capture.status().pauses).toBe(before)
  })

  it('captures nothing and says so once it is stopped', () => {
    capture.stop()
    const error = thrownBy(() => reject(1, 1))
    expect(capture.of(error)).toBeUndefined()
    expect(capture.statusOf(error)).toBe('unavailable: it was stopped')
    expect(capture.status()).toMatchObject({ state: 'off', reason: 'it was stopped' })
  })

  it('lets one copy of the library at a time pause a thread', () => {
    const second = createLocalVariables()
    second.start()
    expect(second.status()).toMatchObject({
      state: 'off',
      reason: 'another copy of the library captures them',
    })
    second.stop()
    expect(capture.statusOf(thrownBy(() => reject(1, 1)))).toBe('captured')
  })
})

describe('the budget', () => {
  afterEach(() => capture.stop())

  it('N10: is kept in a storm, which runs free when it is spent, and says so', () => {
    begin({ share: 0.01 })
    const before = capture.status()
    let last: unknown
    for (let n = 0; n < 20_000; n++) last = thrownBy(() => reject(1, 1))
    const after = capture.status()
    expect(after.state).toBe('waiting')
    expect(after.pauses - before.pauses).toBeLessThan(200)
    expect(capture.statusOf(last)).toBe('skipped: budget')
  })

  it('opens by itself when there is budget again', async () => {
    begin({ share: 0.02 })
    for (let n = 0; n < 5_000; n++) thrownBy(() => reject(1, 1))
    expect(capture.status().state).toBe('waiting')
    await expect.poll(() => capture.status().state).toBe('on')
    expect(capture.statusOf(thrownBy(() => reject(1, 1)))).toBe('captured')
  })

  it('is saved while reports are refused: a known place pauses once, and another one as ever', () => {
    begin()
    const refused = (): unknown => thrownBy(() => reject(1, 1))
    for (let n = 0; n < 3; n++) capture.of(refused())
    capture.skip(refused())
    const { pauses } = capture.status()
    expect(capture.has(refused())).toBe(true)
    for (let n = 0; n < 100; n++) capture.skip(refused())
    expect(capture.status()).toMatchObject({ state: 'waiting', pauses: pauses + 1 })
    expect(capture.has(refused())).toBe(false)
  })

  it('is not saved at places that are new, nor while all reports are sent', () => {
    begin()
    for (let n = 0; n < 10; n++) capture.of(thrownBy(() => reject(1, 1)))
    capture.skip(new Error('of another place'))
    for (let n = 0; n < 3; n++) {
      const elsewhere = thrownBy(() => {
        throw new Error('elsewhere')
      })
      capture.of(elsewhere)
    }
    expect(capture.status()).toMatchObject({ state: 'on', captured: 13 })
  })

  it('does not hold the request that spent it', async () => {
    begin({ share: 0.01 })
    const storage = new AsyncLocalStorage<object>()
    let request: WeakRef<object> | undefined
    ;(() => {
      const held = { large: true }
      request = new WeakRef(held)
      storage.run(held, () => {
        for (let n = 0; n < 500; n++) thrownBy(() => reject(1, 1))
      })
    })()
    expect(capture.status().state).toBe('waiting')
    expect(request.deref()).toBeDefined()
  })

  it('is left for errors that are reported: throws that are always handled are passed over', async () => {
    begin()
    const verify = (token: string): never => {
      throw new Error(`bad ${token}`)
    }
    const isValid = (token: string): boolean => {
      try {
        return verify(token)
      } catch {
        return false
      }
    }
    const until = Date.now() + 1500
    while (Date.now() < until) {
      isValid('t')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const { pauses, passedOver } = capture.status()
    expect(passedOver).toBe(1)
    for (let n = 0; n < 20; n++) isValid('t')
    expect(capture.status().pauses).toBe(pauses)
    // The same throw, now leaving the functions that handle it, is an error like any other.
    const error = thrownBy(() => verify('other'))
    expect(variablesOf(error)).toMatchObject({ verify: { token: 'other' } })
    expect(capture.status().passedOver).toBe(0)
  })
})

describe('a process of its own', () => {
  const module = new URL('local-variables.ts', import.meta.url).href
  const run = async (code: string, ...flags: readonly string[]): Promise<unknown> => {
    const head = `import { createLocalVariables } from ${JSON.stringify(module)}\nconst capture = createLocalVariables()\n`
    const args = ['--conditions', '@culprit/source', '--disable-warning=ExperimentalWarning', ...flags]
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...args,
      '--input-type=module',
      '-e',
      head + code,
    ])
    return JSON.parse(stdout)
  }

  it('N7: is off when a debugger may be attached', async () => {
    const code = `capture.start(); console.log(JSON.stringify(capture.status()))`
    expect(await run(code, '--inspect=0')).toMatchObject({ state: 'off', reason: 'a debugger is attached' })
  })

  it('N7: goes off when a debugger is attached later', async () => {
    const code = `
      import inspector from 'node:inspector'
      capture.start()
      inspector.open(0)
      const failing = setInterval(() => {
        try { throw new Error('x') } catch {}
        if (capture.status().state !== 'off') return
        clearInterval(failing)
        console.log(JSON.stringify(capture.status()))
        inspector.close()
      }, 10)`
    expect(await run(code)).toMatchObject({ state: 'off', reason: 'a debugger is attached' })
  })

  it('does not keep the process alive, and costs nothing before it is started', async () => {
    const code = `capture.start()
      for (let n = 0; n < 1000; n++) try { throw new Error('x') } catch {}
      console.log(JSON.stringify(capture.status()))`
    expect(await run(code)).toMatchObject({ state: 'waiting' })
  })

  it('works in a worker thread', async () => {
    const worker = `
      import { parentPort } from 'node:worker_threads'
      import { createLocalVariables } from ${JSON.stringify(module)}
      const capture = createLocalVariables({ isInApp: () => true })
      capture.start()
      function fail(cart) { throw new Error('x') }
      try { fail({ n: 1 }) } catch (error) { parentPort.postMessage(capture.of(error).frames[0].vars) }`
    const code = `
      import { Worker } from 'node:worker_threads'
      const url = new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(worker)}))
      capture.start()
      new Worker(url).on('message', (vars) => console.log(JSON.stringify(vars)))`
    expect(await run(code)).toEqual({ cart: { n: 1 } })
  })

  it('N9: captures what nobody catches, thrown or rejected', async () => {
    const code = `
      const watching = createLocalVariables({ share: 100, isInApp: () => true })
      watching.start()
      const seen = {}
      const note = (error) => {
        seen[error.message] = watching.of(error)?.frames[0]?.vars
        if (Object.keys(seen).length === 2) console.log(JSON.stringify(seen))
      }
      process.on('uncaughtException', note).on('unhandledRejection', note)
      setTimeout(function tick() { const cart = 1; throw new Error('thrown') }, 1)
      setTimeout(async function tock() { const cart = 2; throw new Error('rejected') }, 2)`
    expect(await run(code)).toEqual({ thrown: { cart: 1 }, rejected: { cart: 2 } })
  })

  it('N2: survives a full stack', async () => {
    const code = `
      const watching = createLocalVariables({ share: 100, isInApp: () => true })
      watching.start()
      const again = (n) => again(n + 1) + 1
      const fail = (n) => { throw new Error('x') }
      const outcome = (run) => { try { run(0) } catch (error) { return watching.statusOf(error) } }
      console.log(JSON.stringify([outcome(again), outcome(fail)]))`
    expect(await run(code)).toEqual([expect.stringMatching(/^(captured|unavailable: )/), 'captured'])
  })

  it('soak: the heap is flat over 2,000 pauses', async () => {
    const code = `
      const heap = () => { gc(); gc(); return process.memoryUsage().heapUsed }
      const hungry = createLocalVariables({ share: 100, isInApp: () => true })
      hungry.start()
      function fail(cart) { const text = 'x'.repeat(100); throw new Error(text + cart.n) }
      const some = (count) => {
        for (let n = 0; n < count; n++) try { fail({ n }) } catch (error) { hungry.of(error) }
      }
      some(500)
      const before = heap(), { pauses } = hungry.status()
      some(1500)
      console.log(JSON.stringify({ grown: heap() - before, pauses: hungry.status().pauses - pauses }))`
    const result = (await run(code, '--expose-gc')) as { readonly grown: number; readonly pauses: number }
    expect(result.pauses).toBe(1500)
    // A pause that is not released keeps 12 kB.
    expect(result.grown).toBeLessThan(1_500_000)
  })

  it('soak: the heap is flat over 120,000 throws of a storm (bench:report -- --soak has a million)', async () => {
    const code = `
      const heap = () => { gc(); gc(); return process.memoryUsage().heapUsed }
      capture.start()
      const some = (count) => { for (let n = 0; n < count; n++) try { throw new Error('x') } catch {} }
      some(20_000)
      const before = heap()
      for (let n = 0; n < 20; n++) { some(5000); await new Promise((resolve) => setTimeout(resolve, 20)) }
      console.log(JSON.stringify({ grown: heap() - before }))`
    const { grown } = (await run(code, '--expose-gc')) as { readonly grown: number }
    expect(grown).toBeLessThan(1_500_000)
  })
})
