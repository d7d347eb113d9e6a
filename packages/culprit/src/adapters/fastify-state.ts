import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Answer } from '../handlers/answer.ts'

/** What error handlers are given as their second argument: what Fastify's handlers are given. */
export interface FastifyContext {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/**
 * How far the answer to a failed request has come: its handler runs, its answer goes through Fastify's `onSend` hooks to
 * the client, or one of those failed and what is sent now goes around them.
 */
type FastifyPhase = 'none' | 'handling' | 'sending' | 'around'

/** What this adapter keeps of a request. */
export interface FastifyState {
  readonly context: FastifyContext
  phase: FastifyPhase
  /** The error that is on its way to Fastify's own error handler. */
  propagated: unknown
  /** What was thrown that is being answered, and its answer once it is made. */
  handled: unknown
  answer: Answer | undefined
  /** Whether a failure of the body was told already. */
  isBroken: boolean
}

const state: unique symbol = Symbol('culprit.state')

/** A reply with what is kept of its request, under a symbol of this module. */
interface Marked {
  [state]?: FastifyState
}

/** Returns what is kept of a request, which is nothing before the first call. */
export function stateOf(request: FastifyRequest, reply: FastifyReply & Marked): FastifyState {
  return (reply[state] ??= {
    context: { request, reply },
    phase: 'none',
    propagated: undefined,
    handled: undefined,
    answer: undefined,
    isBroken: false,
  })
}
