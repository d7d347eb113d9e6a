import type { Runtime, Session } from 'node:inspector'

/** What only the engine knows of a value: `[[PromiseState]]`, `[[Target]]`. */
export interface InternalSlot {
  readonly name: string
  readonly value: unknown
}

/**
 * Reads the internal slots of promises, proxies and bound functions through an inspector session of its own, which looks
 * at values without running any of their code. The session is opened at the first call, one for all in this thread.
 */
export class InternalSlots {
  static readonly #key = `culprit value ${process.hrtime.bigint()}`
  static #session: Session | undefined
  static #failed = false

  /** Returns the slots of a value, without its prototype; empty where there is no inspector. Never throws. */
  of(value: object): readonly InternalSlot[] {
    try {
      return this.#read(value)
    } catch {
      return []
    }
  }

  #read(value: object): readonly InternalSlot[] {
    const session = this.#connected()
    if (session === undefined) return []
    const objectId = this.#idOf(value, session)
    if (objectId === undefined) return []
    const params = { objectId, ownProperties: true, nonIndexedPropertiesOnly: true }
    const { internalProperties = [] } = send<Runtime.GetPropertiesReturnType>(
      session,
      'Runtime.getProperties',
      params,
    )
    const slots = internalProperties
      .filter(({ name }) => name !== '[[Prototype]]')
      .map((slot) => ({ name: slot.name, value: this.#valueOf(slot.value, session) }))
    send(session, 'Runtime.releaseObjectGroup', { objectGroup })
    return slots
  }

  #connected(): Session | undefined {
    if (InternalSlots.#session !== undefined || InternalSlots.#failed) return InternalSlots.#session
    try {
      const { Session: InspectorSession } = process.getBuiltinModule('node:inspector')
      const session = new InspectorSession()
      session.connect()
      InternalSlots.#session = session
    } catch {
      InternalSlots.#failed = true
    }
    return InternalSlots.#session
  }

  /** An object's remote id comes from an expression, so the object stands in a global for that moment. */
  #idOf(value: unknown, session: Session): string | undefined {
    Object.defineProperty(globalThis, InternalSlots.#key, { value, configurable: true })
    try {
      const expression = `globalThis[${JSON.stringify(InternalSlots.#key)}]`
      const params = { expression, objectGroup, silent: true }
      return send<Runtime.EvaluateReturnType>(session, 'Runtime.evaluate', params).result.objectId
    } finally {
      Reflect.deleteProperty(globalThis, InternalSlots.#key)
    }
  }

  #valueOf(remote: Runtime.RemoteObject | undefined, session: Session): unknown {
    if (remote?.objectId === undefined) return remote?.value
    let value: unknown
    const receive = (received: unknown): void => {
      value = received
    }
    const receiverId = this.#idOf(receive, session)
    if (receiverId === undefined) return undefined
    send(session, 'Runtime.callFunctionOn', {
      objectId: receiverId,
      functionDeclaration: 'function (value) { this(value) }',
      arguments: [{ objectId: remote.objectId }],
      silent: true,
      returnByValue: true,
    })
    return value
  }
}

const objectGroup = 'culprit'

/** In the own thread the answer comes before `post` returns. */
function send<Answer = object>(session: Session, method: string, params: object): Answer {
  let failure: Error | null = null
  let answer: object | undefined
  session.post(method, params, (error, result) => {
    failure = error
    answer = result
  })
  if (failure !== null) throw new Error(`${method} failed`, { cause: failure })
  // The inspector of the runtime that these types describe.
  return answer as Answer
}
