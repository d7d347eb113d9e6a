import type { Answer, HeaderList, Reply } from './answer.ts'
import type { Failure } from './failure.ts'
import type { ErrorPipeline } from './pipeline.ts'

/** The end of a dispatch. */
export interface Finish<Context> {
  readonly failure: Failure<Context>
  readonly pipeline: ErrorPipeline<Context>
  /** False when the error reached the 500 step. */
  readonly handled: boolean
}

/** Returns an answer as it is sent, with reference id and length, after telling observers that it is complete. */
export function finish<Context>(answer: Answer, { failure, pipeline, handled }: Finish<Context>): Answer {
  const { observers, log } = pipeline
  if (observers.has('answered')) {
    const { thrown, reference, incident } = failure
    const { request, scopes, context } = incident
    const status = statusOf(answer)
    observers.emit('answered', { error: thrown, request, scopes, context, reference, status, handled }, log)
  }
  return answer.kind === 'reply' ? complete(answer, failure.reference) : answer
}

function statusOf(answer: Answer): number | undefined {
  if (answer.kind === 'reply') return answer.status
  return answer.kind === 'response' ? answer.response.status : undefined
}

function complete(reply: Reply, reference: string): Reply {
  const { status, body } = reply
  return { kind: 'reply', status, headers: completeHeaders(reply, reference), body }
}

function completeHeaders({ status, headers, body }: Reply, reference: string): HeaderList {
  const given = headers.every(isGiven) ? headers : headers.filter(isGiven)
  const id = ['X-Request-Error', reference] as const
  if (status === 204 || status === 304) return [...given, id]
  const length = ['Content-Length', String(lengthOf(body))] as const
  const only = given.length === 1 ? given[0] : undefined
  // Most answers have one header; an array that is spread into gets room for many more.
  return only === undefined ? [...given, length, id] : [only, length, id]
}

/** The length is that of the body as it is now, whatever a function that ran after the handler made of it. */
function isGiven(field: HeaderList[number]): boolean {
  // Taken by its index: an iterator costs more than the rest.
  const name = field[0]
  // Both names are told apart by their length first, which spares most names the lower case.
  if (name.length !== 14 && name.length !== 15) return true
  const lower = name.toLowerCase()
  return lower !== 'content-length' && lower !== 'x-request-error'
}

function lengthOf(body: Reply['body']): number {
  if (body === null) return 0
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
}
