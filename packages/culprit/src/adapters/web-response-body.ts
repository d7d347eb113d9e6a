import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

/** Told that the body of a response failed while it was sent. Returns whether it has broken the connection itself. */
export type BodyFailure = (error: unknown) => boolean

/**
 * Finds the streams that an application gives to responses as their bodies. It must be cheap, as every response is
 * looked at: a body that the runtime made of text or bytes is a byte stream, what applications make seldom is, and the
 * light `Response` of `@hono/node-server` shows what it was made of. Byte streams of the application are therefore not
 * found; a failure of theirs is left to the server.
 */
export class BodyStreams {
  /** Where the light `Response` keeps status, body and headers until somebody asks for more; known after the first. */
  #kept: symbol | undefined

  /** Returns the stream, or undefined when the body is text, bytes, empty or in use. */
  streamOf(response: Response): ReadableStream<Uint8Array> | undefined {
    const kept = this.#keptOf(response)
    if (Array.isArray(kept)) {
      const body: unknown = kept[1]
      return isStream(body) && !body.locked ? body : undefined
    }
    const { body } = response
    return body === null || body.locked || isByteStream(body) ? undefined : body
  }

  /** Returns whether a response was made with no status and no headers; false where only reading them would tell. */
  isUnset(response: Response): boolean {
    const kept = this.#keptOf(response)
    return Array.isArray(kept) && kept[0] === 200 && kept[2] === undefined
  }

  #keptOf(response: Response): unknown {
    this.#kept ??= Object.getOwnPropertySymbols(response).find(({ description }) => description === 'cache')
    return this.#kept === undefined ? undefined : Reflect.get(response, this.#kept)
  }
}

/** Returns the same response around a body that tells of its failure, once; see `watchStream`. */
export function watchBody(
  response: Response,
  stream: ReadableStream<Uint8Array>,
  failed: BodyFailure,
): Response {
  return new Response(watchStream(stream, failed), response)
}

/**
 * Returns a stream of the same chunks that tells of its failure, once. When nobody could break the connection, the
 * failure goes on to whoever reads; otherwise the reader waits until the server, seeing the connection gone, cancels, so
 * that it does not log the failure a second time.
 */
export function watchStream<Chunk>(
  stream: ReadableStream<Chunk>,
  failed: BodyFailure,
): ReadableStream<Chunk> {
  const reader = stream.getReader()
  let isCancelled = false
  return new ReadableStream<Chunk>(
    {
      async pull(controller): Promise<void> {
        try {
          const { done, value } = await reader.read()
          if (isCancelled) return
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          if (isCancelled) return
          if (failed(error)) await new Promise<never>(() => {})
          controller.error(error)
        }
      },
      cancel: (reason) => {
        isCancelled = true
        return reader.cancel(reason)
      },
    },
    // Nothing is read ahead: the source sees the pace of the client, as it would without this.
    { highWaterMark: 0 },
  )
}

function isStream(value: unknown): value is ReadableStream<Uint8Array> {
  return typeof value === 'object' && value !== null && 'getReader' in value
}

/** Only byte streams have readers that bring their own buffer. */
function isByteStream(stream: ReadableStream | NodeReadableStream): boolean {
  try {
    stream.getReader({ mode: 'byob' }).releaseLock()
    return true
  } catch {
    return false
  }
}
