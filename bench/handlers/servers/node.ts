import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { culprit } from 'culprit'
import { NotFound } from 'culprit/http'
import { type NodeContext, wrap } from 'culprit/node'
import {
  type Contestant,
  HttpError,
  Missing,
  missingText,
  type Start,
  started,
  statusOf,
} from './contestant.ts'

function send(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.setHeader('Content-Length', Buffer.byteLength(text))
  response.end(text)
}

function bare(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Start {
  return () =>
    started(
      createServer(async (request, response) => {
        try {
          await handle(request, response)
        } catch (error) {
          if (statusOf(error) === 404) send(response, 404, missingText)
          else response.destroy()
        }
      }),
    )
}

/** `node:http` with a listener that catches, as everybody writes it who awaits. */
export const contestant: Contestant = {
  own: bare(async (request, response) => {
    if (request.url !== '/ok') throw new HttpError(404, 'Not Found')
    send(response, 200, 'ok')
  }),
  least: bare(async (request, response) => {
    if (request.url !== '/ok') throw new Missing()
    send(response, 200, 'ok')
  }),
  culprit: () => {
    const errors = culprit<NodeContext>()
    errors.registerErrorHandler(404, () => [missingText, 404])
    const listener = wrap(async (request, response) => {
      if (request.url !== '/ok') throw new NotFound()
      send(response, 200, 'ok')
    }, errors)
    return started(createServer(listener))
  },
}
