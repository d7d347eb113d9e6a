import { getRequestListener } from '@hono/node-server'
import { describeAdapter, type ContractRoute } from '@culprit/testkit'
import { attach } from 'culprit/hono'
import { Hono, type Context } from 'hono'
import { failingWebStream } from '../../../../examples/conformance/shared/streams.ts'
import { contractHarness } from './support/contract-app.ts'
import { serve } from './support/serve.ts'

async function answerLater(context: Context, answer: Promise<unknown>): Promise<Response> {
  return context.text(String(await answer))
}

function addRoutes(app: Hono, routes: readonly ContractRoute[]): void {
  for (const { path, run } of routes)
    app.get(path, (context): Response | Promise<Response> => {
      const answer = run((name, value) => context.header(name, value))
      return answer instanceof Promise ? answerLater(context, answer) : context.text(String(answer))
    })
}

describeAdapter(
  contractHarness<Context>({
    name: 'hono',
    native: (_error, context) => context.text('native', 409, { 'X-Form': 'native' }),
    mount: ({ errors, admin, routes, adminRoutes }) => {
      const app = attach(new Hono(), errors)
      const router = attach(new Hono(), admin)
      addRoutes(app, routes)
      addRoutes(router, adminRoutes)
      app.get('/stream', () => new Response(failingWebStream()))
      app.post('/upload', async (context) => context.json(await context.req.json()))
      app.route('/admin', router)
      return serve(getRequestListener(app.fetch))
    },
  }),
)
