import { getRequestListener } from '@hono/node-server'
import { describeAdapter, type ContractRoute } from '@culprit/testkit'
import { wrap, type FetchHandler } from 'culprit/fetch'
import { abort } from 'culprit/http'
import { failingWebStream } from '../../../../examples/conformance/shared/streams.ts'
import { contractHarness } from './support/contract-app.ts'
import { serve } from './support/serve.ts'

type Handler = FetchHandler<[]>

function handlerOf({ run }: ContractRoute): Handler {
  return () => {
    const answer = run(() => undefined)
    return answer instanceof Promise
      ? answer.then((text) => new Response(text))
      : new Response(String(answer))
  }
}

describeAdapter(
  contractHarness<Request>({
    name: 'fetch',
    native: () => new Response('native', { status: 409, headers: { 'X-Form': 'native' } }),
    skip: { 'stale-headers': 'a web-standard handler that throws has made no response yet' },
    mount: ({ errors, admin, routes, adminRoutes }) => {
      const handlers = new Map<string, Handler>([
        ...routes.map((route) => [route.path, handlerOf(route)] as const),
        ...adminRoutes.map((route) => [`/admin${route.path}`, wrap(handlerOf(route), admin)] as const),
        ['/stream', () => new Response(failingWebStream())],
      ])
      const handler = wrap(async (request: Request) => {
        if (request.method === 'POST') return Response.json(await request.json())
        const found = handlers.get(new URL(request.url).pathname) ?? abort(404)
        if (request.method !== 'GET' && request.method !== 'HEAD') abort(405, ['GET', 'HEAD'])
        return found(request)
      }, errors)
      return serve(getRequestListener(handler))
    },
  }),
)
