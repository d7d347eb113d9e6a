import { request, type Agent, type IncomingHttpHeaders } from 'node:http'

export interface AskOptions {
  /** @default 'GET' */
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** @default a connection of its own, closed by the answer */
  readonly agent?: Agent | undefined
}

/** An answer as it came over the wire, whole or not. */
export interface WireAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Whether the connection ended before the answer did. */
  readonly broken: boolean
  /** The port it was asked from: the same on a connection that was kept. */
  readonly clientPort: number | undefined
}

const timeoutMs = 10_000

/**
 * Asks and returns the answer, also one that breaks off in the middle, which `fetch`
 * would turn into an error.
 * @throws {Error} When no answer begins, or it does not end within ten seconds.
 */
export function ask(
  url: string,
  { method = 'GET', headers = {}, agent }: AskOptions = {},
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: agent ?? false })
    asked.setTimeout(timeoutMs, () => asked.destroy(new Error(`No end of the answer to ${method} ${url}`)))
    asked.once('error', reject)
    asked.once('response', (response) => {
      const parts: Buffer[] = []
      const clientPort = response.socket.localPort
      response.on('data', (part: Buffer) => parts.push(part))
      // A broken answer ends with 'error' (aborted); what came before it counts.
      response.on('error', () => undefined)
      response.once('close', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString('utf8'),
          broken: !response.complete,
          clientPort,
        }),
      )
    })
    asked.end()
  })
}
