import type { Answer } from './answer.ts'
import type { RequestFacts } from './request-facts.ts'

/** What dispatch asks of a framework; every adapter brings one, made once. */
export interface Framework<Context> {
  /**
   * Returns the answer for a value that a handler returned and that only the framework understands, or undefined when
   * it is none. It is asked first, so it can say that the handler has answered already (`res.headersSent`). It is called
   * on the framework object.
   */
  answerFrom(value: unknown, context: Context): Answer | undefined | Promise<Answer | undefined>
  /** Whether any error with a whole `statusCode` from 400 to 499 is an HTTP error here (Fastify's convention). */
  readonly plainStatusCode?: boolean | undefined
}

/** One failed request as an adapter hands it to dispatch. */
export interface Incident<Context> {
  readonly request: RequestFacts
  /** Full names of the scopes of the matched route, innermost first (`['admin.users', 'admin']`); none is `[]`. */
  readonly scopes: readonly string[]
  /** What the framework's own handlers are given; the second argument of every error handler. */
  readonly context: Context
  readonly framework: Framework<Context>
  /**
   * The status that the response had been given before the error; from 400 to 499 it counts for an error that says none
   * itself (Fastify's convention).
   */
  readonly chosenStatus?: number | undefined
}
