import { describeAdapter } from '@culprit/testkit'
import { attach, type FastifyContext } from 'culprit/fastify'
import fastify, { type FastifyInstance } from 'fastify'
import type { ContractRoute } from '@culprit/testkit'
import { failingReadable } from '../../../../examples/conformance/shared/streams.ts'
import { contractHarness } from './support/contract-app.ts'
import { served } from './support/serve.ts'

function addRoutes(instance: FastifyInstance, routes: readonly ContractRoute[]): void {
  for (const { path, run } of routes)
    instance.get(path, (_request, reply) => {
      const answer = run((name, value) => void reply.header(name, value))
      return answer instanceof Promise ? answer : reply.send(answer)
    })
}

describeAdapter(
  contractHarness<FastifyContext>({
    name: 'fastify',
    native: (_error, { reply }) => reply.code(409).header('X-Form', 'native').send('native'),
    mount: async ({ errors, admin, routes, adminRoutes }) => {
      const app = attach(fastify(), errors)
      addRoutes(app, routes)
      app.get('/stream', (_request, reply) => reply.send(failingReadable()))
      app.post('/upload', (request, reply) => reply.send(request.body))
      await app.register(
        async (instance) => {
          attach(instance, admin)
          addRoutes(instance, adminRoutes)
        },
        { prefix: '/admin' },
      )
      await app.listen({ port: 0, host: '127.0.0.1' })
      return served(app.server)
    },
  }),
)
