import { foreignField, foreignText } from '../../logging/bridges/foreign-field.ts'
import { listenToChannels } from '../../logging/bridges/listen.ts'
import type { RequestData } from '../../handlers/request-data.ts'
import type { ReportClient } from '../client.ts'
import { isObject } from './is-object.ts'
import { quietly } from './quietly.ts'

/** An error of a request, as a framework's channel tells of it. */
export interface FrameworkFailure {
  /** Node's own request. */
  readonly request: object
  /** Node's own response. */
  readonly response: NodeJS.EventEmitter
  /** The framework's request, which has the parsed body. */
  readonly parsed: object
  readonly error: unknown
}

/** Reads what a report tells of a failed request. */
type ReadRequest = (failure: FrameworkFailure) => RequestData | undefined

/**
 * Reports errors that Express (5.2 and later, router 2.3) and Fastify (5) tell of by their tracing channels, once the
 * answer is complete and its status is 500 or above: what an error handler has answered otherwise is handled. Of several
 * errors of one request the last is reported. Where the client went away nothing is. Returns the function that ends it.
 */
export function reportFrameworkFailures(client: ReportClient, readRequest: ReadRequest): () => void {
  const last = new WeakMap<object, unknown>()
  const note = (mechanism: string, failure: FrameworkFailure | undefined): void => {
    if (failure === undefined) return
    const { response, error } = failure
    const isKnown = last.has(response)
    last.set(response, error)
    if (isKnown) return
    response.once('finish', () => {
      if (Number(foreignField(response, 'statusCode')) < 500) return
      const hint = { handled: false, mechanism, request: () => readRequest(failure) ?? noRequest }
      client.captureException(last.get(response), hint)
    })
  }
  return listenToChannels({
    'tracing:express.router.request:error': quietly((message: unknown) =>
      note('express', expressFailure(message)),
    ),
    'tracing:fastify.request.handler:error': quietly((message: unknown) =>
      note('fastify', fastifyFailure(message)),
    ),
  })
}

const noRequest: RequestData = { method: 'GET', url: '', headers: {} }

function expressFailure(message: unknown): FrameworkFailure | undefined {
  const request = foreignField(message, 'req')
  const response = foreignField(message, 'res')
  if (!isObject(request) || !isEmitter(response)) return undefined
  return { request, response, parsed: request, error: foreignField(message, 'error') }
}

function fastifyFailure(message: unknown): FrameworkFailure | undefined {
  const parsed = foreignField(message, 'request')
  const request = foreignField(parsed, 'raw')
  const response = foreignField(foreignField(message, 'reply'), 'raw')
  if (!isObject(parsed) || !isObject(request) || !isEmitter(response)) return undefined
  return { request, response, parsed, error: foreignField(message, 'error') }
}

function isEmitter(value: unknown): value is NodeJS.EventEmitter {
  return typeof foreignField(value, 'on') === 'function' && foreignText(value, 'statusCode') !== ''
}
