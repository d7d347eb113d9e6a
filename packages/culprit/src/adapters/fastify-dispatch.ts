import type { FastifyReply } from 'fastify'
import type { Answer } from '../handlers/answer.ts'
import type { Errors } from '../handlers/errors.ts'
import type { Framework, Incident } from '../handlers/incident.ts'
import { lastResort } from '../handlers/last-resort.ts'
import { toError } from '../http/non-error-thrown.ts'
import { copyHeaders, nativeAnswer, resetReply, sendAnswer } from './fastify-answer.ts'
import { type FastifyContext, type FastifyState, stateOf } from './fastify-state.ts'
import { isSameFailure } from './is-same-failure.ts'
import { NodeRequestFacts } from './node-request.ts'
import { breakResponse, writeAnswer, writeLastResort } from './node-response.ts'
import type { ReplyHeaders } from './reply-headers.ts'

/** What an error is answered with. */
export interface FastifyOwner {
  readonly errors: Errors<FastifyContext>
  /** Full names of the scopes of the route, innermost first. */
  readonly scopes: readonly string[]
  readonly headers: ReplyHeaders
}

const framework: Framework<FastifyContext> = {
  answerFrom: (value, { request, reply }) => nativeAnswer(value, stateOf(request, reply)),
  plainStatusCode: true,
}

/**
 * Answers an error that Fastify gave to an error handler. One that is propagated, or comes again after that, goes on to
 * the next error handler, at last to Fastify's own. Never rejects.
 */
export function answerFastify(
  thrown: unknown,
  state: FastifyState,
  owner: FastifyOwner,
): Promise<void> | undefined {
  const { reply } = state.context
  if (state.phase === 'sending' || state.phase === 'around') return answerAround(thrown, state, owner)
  if (state.propagated !== undefined && state.propagated === thrown) {
    propagate(thrown, state)
    return
  }
  const incident = incidentOf(state, owner.scopes, reply.statusCode)
  if (reply.raw.headersSent && !incident.request.disconnected) {
    breakFastify(thrown, state, owner)
    return
  }
  state.phase = 'handling'
  state.handled = thrown
  resetReply(reply, owner.headers)
  guardSend(state, thrown, owner)
  try {
    const answer = owner.errors.answer(thrown, incident)
    if (answer instanceof Promise) return sendLater(answer, state, owner)
    send(answer, state)
  } catch (error) {
    return sendFailed(error, state, owner)
  }
  return
}

async function sendLater(pending: Promise<Answer>, state: FastifyState, owner: FastifyOwner): Promise<void> {
  try {
    send(await pending, state)
  } catch (error) {
    await sendFailed(error, state, owner)
  }
}

function send(answer: Answer, state: FastifyState): void {
  state.answer = answer
  sendAnswer(state.context.reply, answer)
}

/** The error is propagated, or the answer failed on its way. */
function sendFailed(error: unknown, state: FastifyState, owner: FastifyOwner): Promise<void> | undefined {
  if (state.phase !== 'handling') return answerAround(error, state, owner)
  propagate(error, state)
  return
}

/** Takes an error of a body whose headers were sent; said once, and the connection is broken. */
export function breakFastify(error: unknown, state: FastifyState, owner: FastifyOwner): void {
  if (state.isBroken) return
  state.isBroken = true
  owner.errors.broken(error, incidentOf(state, owner.scopes))
  breakResponse(state.context.reply.raw)
}

/**
 * An answer that fails on its way (a hook of `onSend`, a serializer) is a new error. It is answered around Fastify, whose
 * next error handler would be its own, which shows the message to the client.
 */
async function answerAround(thrown: unknown, state: FastifyState, owner: FastifyOwner): Promise<void> {
  if (state.phase === 'around') return
  state.phase = 'around'
  const { request, reply } = state.context
  if (reply.raw.headersSent) return breakFastify(thrown, state, owner)
  reply.hijack()
  const exchange = { req: request.raw, res: reply.raw }
  try {
    const answer = await answerToNext(thrown, state, owner)
    copyHeaders(reply)
    await writeAnswer(answer, exchange)
  } catch (error) {
    // Propagated, or an answer that node refuses: in tests `inject` rejects with it.
    if (isInjected(reply.raw)) reply.raw.destroy(toError(error))
    else writeLastResort(reply.raw)
  }
}

/**
 * Returns what is sent around Fastify. A hook of `onSend` that has failed already fails for the answer too: that is one
 * error, logged and told once, whose answer is there; one that Fastify has begun to send cannot be sent again.
 */
async function answerToNext(thrown: unknown, state: FastifyState, owner: FastifyOwner): Promise<Answer> {
  const { handled, answer } = state
  if (!isSameFailure(thrown, handled)) return owner.errors.dispatch(thrown, incidentOf(state, owner.scopes))
  return answer?.kind === 'reply' ? answer : lastResort(owner.errors.referenceOf(handled, state.context))
}

/** Gives an error on to the next error handler; `inject` rejects with it, as a test wants. */
function propagate(error: unknown, state: FastifyState): void {
  const { reply } = state.context
  state.propagated = error
  state.phase = 'none'
  Reflect.deleteProperty(reply, 'send')
  if (isInjected(reply.raw)) reply.raw.destroy(toError(error))
  else reply.send(error)
}

/**
 * Has every later `reply.send` of the request go through this adapter: it tells that the handler has answered, and what
 * Fastify's own error handler would send never reaches the client.
 */
function guardSend(state: FastifyState, thrown: unknown, owner: FastifyOwner): void {
  const { reply } = state.context
  const { send } = reply
  const guarded = (payload: unknown): FastifyReply => {
    if (state.phase === 'handling') {
      // Sending an error means passing it on, which is what throwing does.
      if (payload instanceof Error) throw payload
      state.phase = 'sending'
      // A reply brings it.
      if (state.answer?.kind !== 'reply' && !reply.hasHeader('X-Request-Error')) {
        reply.header('X-Request-Error', owner.errors.referenceOf(thrown, state.context))
      }
      send.call(reply, payload)
    } else if (state.phase === 'sending') {
      if (reply.sent) send.call(reply, payload)
      else void answerAround(payload, state, owner)
    }
    return reply
  }
  reply.send = guarded
}

/** The responses of `inject` say so themselves. */
function isInjected(raw: object): boolean {
  return 'isLightMyRequest' in raw
}

function incidentOf(
  state: FastifyState,
  scopes: readonly string[],
  chosenStatus?: number,
): Incident<FastifyContext> {
  const { request, reply } = state.context
  return {
    request: new NodeRequestFacts({ req: request.raw, res: reply.raw }, { parsed: request }),
    scopes,
    context: state.context,
    framework,
    chosenStatus,
  }
}
