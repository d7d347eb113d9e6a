import type { MessagePort } from 'node:worker_threads'

/** An object whose methods can be called from another thread: plain data in, a promise of plain data out. */
export type Remote<T> = { readonly [K in keyof T]: T[K] }

interface Call {
  readonly rpc: 'call'
  readonly id: number
  readonly method: string
  readonly args: readonly unknown[]
}

type Answer =
  | { readonly rpc: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly rpc: 'answer'; readonly id: number; readonly ok: false; readonly error: Error }

/** Calls waiting at one time; one more is refused, so that a stuck thread cannot fill the memory. */
const maxWaiting = 10_000

/** Answers the calls that arrive at `port` with the methods of `target`. */
export function serve(port: MessagePort, target: object): void {
  port.on('message', (call: Call) => {
    void answer(target, call).then((message) => {
      port.postMessage(message)
    })
  })
}

async function answer(target: object, { id, method, args }: Call): Promise<Answer> {
  try {
    const found: unknown = Reflect.get(target, method)
    if (typeof found !== 'function') throw new TypeError(`No method ${method} on the other thread`)
    const value: unknown = await Reflect.apply(found, target, args)
    return { rpc: 'answer', id, ok: true, value }
  } catch (error) {
    return { rpc: 'answer', id, ok: false, error: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** Returns an object whose every method calls its namesake at the other end of `port`. Use from one place per port. */
export function remote<T extends object>(port: MessagePort): Remote<T> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0
  port.on('message', (message: Answer) => {
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) call?.resolve(message.value)
    else call?.reject(message.error)
  })
  port.on('close', () => {
    for (const call of waiting.values()) call.reject(new Error('The other thread has ended'))
    waiting.clear()
  })
  const send = async (method: string, args: readonly unknown[]): Promise<unknown> => {
    if (waiting.size >= maxWaiting) throw new Error(`More than ${maxWaiting} calls wait for the other thread`)
    const id = ++lastId
    const call = Promise.withResolvers<unknown>()
    waiting.set(id, call)
    port.postMessage({ rpc: 'call', id, method, args } satisfies Call)
    return call.promise
  }
  const target: object = {}
  const proxy = new Proxy(target, {
    // `then` must be absent, or awaiting the proxy would call the other thread.
    get: (_, name) =>
      typeof name === 'string' && name !== 'then' ? (...args: unknown[]) => send(name, args) : undefined,
  })
  return proxy as Remote<T>
}
