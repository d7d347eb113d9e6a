import { text } from 'node:stream/consumers'
import Router from '@koa/router'
import { describeAdapter } from '@culprit/testkit'
import { attach } from 'culprit/koa'
import Koa, { type Context } from 'koa'
import { failingReadable } from '../../../../examples/conformance/shared/streams.ts'
import { contractHarness } from './support/contract-app.ts'
import { serve } from './support/serve.ts'

describeAdapter(
  contractHarness<Context>({
    name: 'koa',
    native: (_error, context) => {
      context.status = 409
      context.set('X-Form', 'native')
      context.body = 'native'
    },
    mount: ({ errors, admin, routes, adminRoutes }) => {
      const app = attach(new Koa(), errors)
      const router = new Router()
      const adminRouter = attach(new Router({ prefix: '/admin' }), admin)
      for (const [target, list] of [
        [router, routes],
        [adminRouter, adminRoutes],
      ] as const)
        for (const { path, run } of list)
          target.get(path, async (context) => {
            context.body = await run((name, value) => context.set(name, value))
          })
      router.get('/stream', (context) => {
        context.body = failingReadable()
      })
      router.post('/upload', async (context) => {
        context.body = JSON.parse(await text(context.req))
      })
      app.use(router.routes()).use(adminRouter.routes())
      return serve(app.callback())
    },
  }),
)
