import type { Answer } from '../../src/handlers/answer.ts'
import type { ErrorLog } from '../../src/handlers/error-log.ts'
import type { Incident } from '../../src/handlers/incident.ts'
import type { RequestFacts } from '../../src/handlers/request-facts.ts'

/** The context of requests in these tests: handlers that answer through it leave a value in `answered`. */
export interface FakeContext {
  readonly request: string
  readonly answered?: boolean
}

/** What may differ from a GET of `/path` in no scope. */
export interface FakeIncidentOptions {
  readonly request?: Partial<RequestFacts>
  readonly scopes?: readonly string[]
  readonly context?: FakeContext
  readonly plainStatusCode?: boolean
}

/** Returns an incident of a framework that knows nothing but what was answered through the context. */
export function fakeIncident(options: FakeIncidentOptions = {}): Incident<FakeContext> {
  return {
    request: { method: 'GET', path: '/path', disconnected: false, ...options.request },
    scopes: options.scopes ?? [],
    context: options.context ?? { request: 'one' },
    framework: {
      answerFrom: (value, context) => (context.answered === true ? { kind: 'native', value } : undefined),
      plainStatusCode: options.plainStatusCode,
    },
  }
}

/** A log that remembers what it was told. */
export class FakeLog implements ErrorLog {
  readonly errors: {
    readonly message: string
    readonly error: unknown
    readonly reference: string | undefined
  }[] = []
  readonly infos: string[] = []

  readonly error = (message: string, error: unknown, reference?: string): void => {
    this.errors.push({ message, error, reference })
  }

  readonly info = (message: string): void => {
    this.infos.push(message)
  }

  get messages(): readonly string[] {
    return this.errors.map(({ message }) => message)
  }
}

/** Returns status and text of an answer in one line: `404 app 404`. */
export function summary(answer: Answer): string {
  switch (answer.kind) {
    case 'reply':
      return `${answer.status} ${typeof answer.body === 'string' ? answer.body : ''}`
    case 'response':
      return `${answer.response.status} (response)`
    case 'native':
      return `native ${String(answer.value)}`
    case 'none':
      return 'none'
  }
}

/** Returns the values of one header of a reply. */
export function headerOf(answer: Answer, name: string): readonly string[] {
  if (answer.kind !== 'reply') return []
  return answer.headers
    .filter(([other]) => other.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value)
}

/** Returns what a function throws. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}
