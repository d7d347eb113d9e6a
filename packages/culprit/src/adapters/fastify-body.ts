import { BodyStreams, watchBody, watchStream } from './web-response-body.ts'

/**
 * Returns a payload that is to be sent, so that its failure is told. `failed` returns whether it has broken the
 * connection; before the headers were sent it has not, and the failure goes on to Fastify as any other error.
 */
export function watchPayload(payload: object, failed: (error: unknown) => boolean): object {
  if ('pipe' in payload && 'once' in payload && typeof payload.once === 'function') {
    payload.once('error', failed)
    return payload
  }
  if (payload instanceof ReadableStream) return payload.locked ? payload : watchStream(payload, failed)
  if (!(payload instanceof Response)) return payload
  const stream = new BodyStreams().streamOf(payload)
  return stream === undefined ? payload : watchBody(payload, stream, failed)
}
