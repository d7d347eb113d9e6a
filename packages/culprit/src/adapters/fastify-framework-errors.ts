import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerFastify, type FastifyOwner } from './fastify-dispatch.ts'
import { stateOf } from './fastify-state.ts'
import { nodeRequestOrigin } from './node-request.ts'
import { runTeardownAtEnd } from './node-teardown.ts'

/**
 * Has errors that come before there is a route (an address that cannot be decoded, a parameter that is too long) answered
 * as any other, outside of all scopes. Fastify asks an option for that, `frameworkErrors`, which is looked up in its
 * options when such an error comes; one that the application has set itself stays. Where a later version keeps its options
 * elsewhere, Fastify answers these as it does by itself.
 */
export function takeFrameworkErrors(instance: FastifyInstance, owner: FastifyOwner): void {
  const options = optionsOf(instance)
  if (options === undefined || Reflect.get(options, 'frameworkErrors') !== undefined) return
  const { errors } = owner
  Reflect.set(
    options,
    'frameworkErrors',
    (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const state = stateOf(request, reply)
      if (errors.hasTeardown) runTeardownAtEnd(errors, { req: request.raw, res: reply.raw }, state.context)
      // It never rejects. No hook of the application has run, as there is no route.
      void errors.run(nodeRequestOrigin(request.raw), () => answerFastify(error, state, owner))
    },
  )
}

function optionsOf(instance: object): object | undefined {
  const key = Object.getOwnPropertySymbols(instance).find(
    ({ description }) => description === 'fastify.options',
  )
  const options: unknown = key === undefined ? undefined : Reflect.get(instance, key)
  return typeof options === 'object' && options !== null ? options : undefined
}
