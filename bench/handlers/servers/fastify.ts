import { culprit } from 'culprit'
import { attach, type FastifyContext } from 'culprit/fastify'
import { abort } from 'culprit/http'
import fastify from 'fastify'
import { type Contestant, Missing, missingText } from './contestant.ts'

/** Fastify with its own error handler. */
export const contestant: Contestant = {
  bare: () => {
    const app = fastify()
    app.get('/ok', async () => 'ok')
    app.get('/missing', async () => {
      throw new Missing()
    })
    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof Missing) void reply.code(404).send(missingText)
      else void reply.send(error)
    })
    return start(app)
  },
  culprit: () => {
    const errors = culprit<FastifyContext>()
    const app = attach(fastify(), errors)
    app.get('/ok', async () => 'ok')
    app.get('/missing', async () => abort(404))
    errors.registerErrorHandler(404, () => [missingText, 404])
    return start(app)
  },
}

async function start(app: ReturnType<typeof fastify>): Promise<number> {
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
}
