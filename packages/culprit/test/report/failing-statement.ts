import {
  createLocalVariables,
  type LocalVariables,
} from '../../src/report/local-variables/local-variables.ts'

/** What fails again and again. */
export interface Order {
  readonly id: number
}

type Fail = (run: (order: Order) => unknown, id: number) => Promise<unknown>

/** A capture whose clock can be moved on, and requests that fail one after the other. */
export interface FailingProgram {
  readonly capture: LocalVariables
  readonly skip: (ms: number) => void
  /** Fails in a request of its own, and returns the error a moment later, as an async handler does. */
  readonly fail: Fail
  /** The same a turn of the event loop later, as Express hands over an error that none of its handlers took. */
  readonly failLater: Fail
  /**
   * Fails again and again until one error was taken by a breakpoint, and returns what was captured of it; undefined
   * after 25 seconds. @throws {Error} When an error has variables that are not its own.
   */
  readonly failUntilTaken: (run: (order: Order) => unknown, how?: Fail) => Promise<object | undefined>
  /** Does something again and again until it is true, at most 25 seconds; returns whether it was. */
  readonly until: (isTrue: () => unknown) => Promise<boolean>
}

/** Starts a capture with its default budget. */
export function startFailingProgram(): FailingProgram {
  let request: object = {}
  let skippedMs = 0
  const capture = createLocalVariables({
    contextOf: () => request,
    now: () => performance.now() + skippedMs,
    isInApp: (url) => !url.startsWith('node:'),
  })
  capture.start()
  const failing =
    (handOver: () => Promise<void>): Fail =>
    async (run, id) => {
      request = {}
      try {
        await run({ id })
      } catch (error) {
        await handOver()
        return error
      }
      return undefined
    }
  const fail = failing(() => Promise.resolve())
  const failLater = failing(() => new Promise((resolve) => setImmediate(resolve)))
  const until: FailingProgram['until'] = async (isTrue) => {
    for (const end = Date.now() + 25_000; Date.now() < end;) {
      if (await isTrue()) return true
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    return false
  }
  const failUntilTaken: FailingProgram['failUntilTaken'] = async (run, how = fail) => {
    let taken: object | undefined
    await until(async () => {
      const id = Math.random()
      const error = await how(run, id)
      const found = capture.of(error)
      const order = found?.frames[0]?.vars['order']
      if (found !== undefined && JSON.stringify(order) !== JSON.stringify({ id }))
        throw new Error(`An error of ${id} has the variables of another: ${JSON.stringify(order)}`)
      if (capture.statusOf(error) === 'captured: of the function that threw') taken = found
      return taken
    })
    return taken
  }
  return { capture, skip: (ms) => void (skippedMs += ms), fail, failLater, failUntilTaken, until }
}
