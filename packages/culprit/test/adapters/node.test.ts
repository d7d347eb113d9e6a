import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { describeAdapter, type ContractRoute } from '@culprit/testkit'
import { abort } from 'culprit/http'
import { wrap, type NodeContext } from 'culprit/node'
import { writeAndFail } from '../../../../examples/conformance/shared/streams.ts'
import { contractHarness } from './support/contract-app.ts'
import { serve } from './support/serve.ts'

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

function listenerOf({ run }: ContractRoute): Listener {
  return (_request, response) => {
    const answer = run((name, value) => response.setHeader(name, value))
    return answer instanceof Promise ? answer : response.end(answer)
  }
}

describeAdapter(
  contractHarness<NodeContext>({
    name: 'node:http',
    native: (_error, { res }) => {
      res.writeHead(409, { 'X-Form': 'native' }).end('native')
    },
    mount: ({ errors, admin, routes, adminRoutes }) => {
      const listeners = new Map<string, Listener>([
        ...routes.map((route) => [route.path, listenerOf(route)] as const),
        ...adminRoutes.map((route) => [`/admin${route.path}`, wrap(listenerOf(route), admin)] as const),
        ['/stream', (_request, response) => writeAndFail(response)],
      ])
      return serve(
        wrap((request: IncomingMessage, response: ServerResponse) => {
          if (request.method === 'POST' && request.url === '/upload')
            return text(request).then((body) => response.end(body))
          const [path = ''] = (request.url ?? '').split('?')
          const listener = listeners.get(path) ?? abort(404)
          if (request.method !== 'GET' && request.method !== 'HEAD') abort(405, ['GET', 'HEAD'])
          return listener(request, response)
        }, errors),
      )
    },
  }),
)
