import type { Answer } from '../handlers/answer.ts'
import { errorText } from '../logging/format-error.ts'
import type { Errors } from '../handlers/errors.ts'
import type { Eventually } from '../handlers/eventually.ts'
import type { Framework, Incident } from '../handlers/incident.ts'
import { propagatedReply } from './node-propagated.ts'
import { isDisconnected, type NodeExchange, NodeRequestFacts } from './node-request.ts'
import { breakResponse, resetResponse, writeAnswer, writeLastResort } from './node-response.ts'

/** Where an answer goes when a framework keeps a response of its own before that of `node:http`. */
export interface ResponseWriter {
  /** Takes back what the failed handler had prepared. */
  readonly reset: () => void
  readonly setHeader: (name: string, value: string) => void
  readonly write: (answer: Answer) => Promise<void> | undefined | void
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
 * Answers a request that failed, or breaks its connection when the answer has begun already. Never fails; a promise is
 * returned only where something has to be waited for.
 * @param thrown exactly what was thrown, also undefined or a string.
 */
export function answerFailure<Context>(
  thrown: unknown,
  failure: NodeFailure<Context>,
): Promise<void> | undefined {
  const { errors, exchange, scopes, context, framework, writer = new NodeWriter(exchange) } = failure
  const incident = { request: new NodeRequestFacts(exchange, failure), scopes, context, framework }
  const { headersSent } = exchange.res
  if (headersSent && !incident.request.disconnected) {
    errors.broken(thrown, incident)
    breakResponse(exchange.res)
    return
  }
  const reference = errors.takeReference(thrown, context)
  if (!headersSent) {
    writer.reset()
    // It goes out with answers that the framework sends, too; those made by dispatch bring it themselves.
    writer.setHeader('X-Request-Error', reference)
  }
  const attempt = { failure, incident, writer }
  let answer: Eventually<Answer>
  try {
    answer = errors.answer(thrown, incident, reference)
  } catch (error) {
    return answerPropagated(error, attempt)
  }
  if (answer instanceof Promise) return answerLater(answer, attempt)
  return write(answer, attempt)
}

/** An answer on its way to the client. */
interface Attempt<Context> {
  readonly failure: NodeFailure<Context>
  readonly incident: Incident<Context>
  readonly writer: ResponseWriter
}

async function answerLater<Context>(pending: Promise<Answer>, attempt: Attempt<Context>): Promise<void> {
  let answer: Answer
  try {
    answer = await pending
  } catch (error) {
    return answerPropagated(error, attempt)
  }
  return write(answer, attempt)
}

function answerPropagated<Context>(error: unknown, attempt: Attempt<Context>): Promise<void> | undefined {
  const { failure, writer } = attempt
  if (failure.propagate !== undefined) {
    failure.propagate(error)
    return
  }
  process.stderr.write(`${errorText(error)}\n`)
  writer.reset()
  return write(propagatedReply(error), attempt)
}

/** Never fails; an answer that does is given up. */
function write<Context>(
  answer: Answer,
  { failure, incident, writer }: Attempt<Context>,
): Promise<void> | undefined {
  try {
    const written = writer.write(answer)
    if (written instanceof Promise) return written.catch((error: unknown) => giveUp(error, failure, incident))
  } catch (error) {
    giveUp(error, failure, incident)
  }
  return
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

  write(answer: Answer): Promise<void> | undefined {
    return writeAnswer(answer, this.#exchange)
  }
}
