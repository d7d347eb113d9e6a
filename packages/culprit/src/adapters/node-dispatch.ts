import type { Answer } from '../handlers/answer.ts'
import { errorText } from '../logging/format-error.ts'
import type { Errors } from '../handlers/errors.ts'
import type { Framework, Incident } from '../handlers/incident.ts'
import { propagatedReply } from './node-propagated.ts'
import { isDisconnected, type NodeExchange, nodeRequestFacts } from './node-request.ts'
import { breakResponse, resetResponse, writeAnswer, writeLastResort } from './node-response.ts'

/** Where an answer goes when a framework keeps a response of its own before that of `node:http`. */
export interface ResponseWriter {
  /** Takes back what the failed handler had prepared. */
  readonly reset: () => void
  readonly setHeader: (name: string, value: string) => void
  readonly write: (answer: Answer) => void | Promise<void>
}

/** An error on its way from a framework to dispatch. */
export interface NodeFailure<Context> {
  readonly errors: Errors<Context>
  readonly exchange: NodeExchange
  /** The framework's own request, where it is not that of the exchange: it has the parsed body. */
  readonly parsed?: object | undefined
  /** Full names of the scopes the error came through, innermost first. */
  readonly scopes: readonly string[]
  readonly context: Context
  readonly framework: Framework<Context>
  /** @default the response of the exchange */
  readonly writer?: ResponseWriter | undefined
  /**
   * Gives an error that no handler took back to the framework, while debugging and in tests.
   * @default the stack goes to the client and to stderr
   */
  readonly propagate?: ((error: unknown) => void) | undefined
}

/**
 * Answers a request that failed, or breaks its connection when the answer has begun already. Never rejects.
 * @param thrown exactly what was thrown, also undefined or a string.
 */
export async function answerFailure<Context>(thrown: unknown, failure: NodeFailure<Context>): Promise<void> {
  const { errors, exchange, scopes, context, framework, writer = new NodeWriter(exchange) } = failure
  const incident = { request: nodeRequestFacts(exchange, failure.parsed), scopes, context, framework }
  const { headersSent } = exchange.res
  if (headersSent && !incident.request.disconnected) {
    errors.broken(thrown, incident)
    breakResponse(exchange.res)
    return
  }
  if (!headersSent) prepare(thrown, errors, writer)
  let answer: Answer
  try {
    answer = await errors.dispatch(thrown, incident)
  } catch (error) {
    if (failure.propagate !== undefined) return failure.propagate(error)
    process.stderr.write(`${errorText(error)}\n`)
    writer.reset()
    answer = propagatedReply(error)
  }
  try {
    await writer.write(answer)
  } catch (error) {
    giveUp(error, failure, incident)
  }
}

/** The id also goes out with answers that the framework sends; those made by dispatch bring it themselves. */
function prepare(thrown: unknown, errors: Pick<Errors<never>, 'referenceOf'>, writer: ResponseWriter): void {
  writer.reset()
  if (typeof thrown === 'object' && thrown !== null) {
    writer.setHeader('X-Request-Error', errors.referenceOf(thrown))
  }
}

/** An answer that cannot be written: a body that failed half-way, or a header that `node:http` refuses. */
function giveUp<Context>(
  error: unknown,
  { errors, exchange }: NodeFailure<Context>,
  incident: Incident<Context>,
): void {
  if (isDisconnected(exchange)) return
  errors.broken(error, incident)
  if (exchange.res.headersSent) breakResponse(exchange.res)
  else writeLastResort(exchange.res)
}

/** A class, since closures would be made anew for each error. */
class NodeWriter implements ResponseWriter {
  readonly #exchange: NodeExchange

  constructor(exchange: NodeExchange) {
    this.#exchange = exchange
  }

  reset(): void {
    resetResponse(this.#exchange.res)
  }

  setHeader(name: string, value: string): void {
    this.#exchange.res.setHeader(name, value)
  }

  write(answer: Answer): Promise<void> {
    return writeAnswer(answer, this.#exchange)
  }
}
