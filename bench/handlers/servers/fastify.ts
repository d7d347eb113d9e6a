import createError from '@fastify/error'
import { culprit } from 'culprit'
import { attach, type FastifyContext } from 'culprit/fastify'
import { NotFound } from 'culprit/http'
import fastify, { type FastifyInstance, type RouteHandlerMethod } from 'fastify'
import { type Contestant, Missing, missingText, type Start } from './contestant.ts'

/** As Fastify makes its own errors. */
const NotFoundError = createError('APP_NOT_FOUND', 'There is nothing here', 404)

function bare(missing: RouteHandlerMethod): Start {
  return () => {
    const app = fastify()
    app.get('/ok', async () => 'ok')
    app.get('/missing', missing)
    app.setErrorHandler(
      (error: { readonly statusCode?: number; readonly status?: number }, _request, reply) => {
        if ((error.statusCode ?? error.status) === 404) void reply.code(404).send(missingText)
        else void reply.send(error)
      },
    )
    return start(app)
  }
}

/** Fastify with its own error handler, and errors of @fastify/error, which Fastify makes its own with. */
export const contestant: Contestant = {
  own: bare(async () => {
    throw new NotFoundError()
  }),
  least: bare(async () => {
    throw new Missing()
  }),
  culprit: () => {
    const errors = culprit<FastifyContext>()
    const app = attach(fastify(), errors)
    app.get('/ok', async () => 'ok')
    app.get('/missing', async () => {
      throw new NotFound()
    })
    errors.registerErrorHandler(404, () => [missingText, 404])
    return start(app)
  },
}

async function start(app: FastifyInstance): ReturnType<Start> {
  await app.listen({ port: 0, host: '127.0.0.1' })
  return app.server
}
