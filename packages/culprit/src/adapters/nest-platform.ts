import type { ArgumentsHost } from '@nestjs/common'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Errors } from '../handlers/errors.ts'
import { watchResponses } from './express-answer.ts'
import { guardApplication } from './express-guard.ts'
import { isApplication } from './express-targets.ts'
import { serveDebugger } from './node-debugger.ts'
import { nodeRequestOrigin } from './node-request.ts'
import { failureOf, HttpHost } from './nest-host.ts'

/** The HTTP adapter of a Nest application, as far as it is used here. */
export interface NestPlatform {
  readonly getType: () => string
  readonly getInstance: () => unknown
}

/** Says of each request that it begins, and when there are teardown functions, has them run when it is over. */
export function watchRequests(platform: NestPlatform, errors: Errors<ArgumentsHost>): void {
  const instance: unknown = platform.getInstance()
  if (isApplication(instance)) {
    guardApplication(instance)
    watchResponses(instance.response)
    const { handle } = instance
    instance.handle = function handleWithErrors(req, res, done) {
      if (serveDebugger(errors, { req, res })) return
      if (errors.hasTeardown) runTeardownAtEnd(errors, { req, res, raw: { req, res } })
      const leave = errors.enter(nodeRequestOrigin(req))
      try {
        handle.call(instance, req, res, done)
      } finally {
        leave()
      }
    }
  } else if (isFastify(instance)) {
    instance.addHook('onRequest', (request, reply, done) => {
      if (serveDebugger(errors, { req: request.raw, res: reply.raw })) {
        reply.hijack()
        return
      }
      if (errors.hasTeardown) {
        runTeardownAtEnd(errors, { req: request, res: reply, raw: { req: request.raw, res: reply.raw } })
      }
      errors.run(nodeRequestOrigin(request.raw), done)
    })
    instance.addHook('preValidation', (request, _reply, done) => {
      if (request.body === undefined) done()
      else errors.run(nodeRequestOrigin(request.raw), done)
    })
  } else throw new TypeError(`attach() knows Nest on Express and on Fastify, not on ${platform.getType()}`)
}

interface Fastify {
  readonly addHook: (
    name: 'onRequest' | 'preValidation',
    hook: (
      request: { readonly raw: IncomingMessage; readonly body?: unknown },
      reply: { readonly raw: ServerResponse; readonly hijack: () => unknown },
      done: () => void,
    ) => void,
  ) => unknown
}

function isFastify(instance: unknown): instance is Fastify {
  return (
    typeof instance === 'object' &&
    instance !== null &&
    'addHook' in instance &&
    typeof instance.addHook === 'function'
  )
}

interface RunningRequest {
  readonly req: object
  readonly res: object
  readonly raw: { readonly req: IncomingMessage; readonly res: ServerResponse }
}

function runTeardownAtEnd(errors: Errors<ArgumentsHost>, { req, res, raw }: RunningRequest): void {
  raw.res.once('close', () => {
    const failure = failureOf(raw.req)
    const context = failure?.host ?? new HttpHost(req, res)
    const error = failure === undefined ? null : errors.unhandledErrorOf(context)
    // It never rejects: what teardown functions throw is logged. Nest does not tell the controller of other requests.
    void errors.runTeardown({ error, scopes: failure?.scopes ?? [], context })
  })
}
