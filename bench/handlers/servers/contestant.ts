import type { AddressInfo } from 'node:net'

/** Starts an application on a free port of 127.0.0.1 and returns the port. */
export type Start = () => Promise<number>

/**
 * One framework without and with the library. Both answer the same: `/ok` with `ok` from an async handler, `/missing`
 * with status 404 and `app 404` from the error handler, because the handler of the route threw.
 */
export interface Contestant {
  readonly bare: Start
  readonly culprit: Start
}

/** What the bare applications throw where their framework brings no error of its own: the cheapest there is. */
export class Missing extends Error {
  readonly status = 404
}

/** What the error handlers answer. */
export const missingText = 'app 404'

/** A server of `node:http`, whoever made it. */
interface ListeningServer {
  listen(port: number, host: string, listening: () => void): unknown
  address(): AddressInfo | string | null
}

/** Has a server listen and returns its port. */
export async function listen(server: ListeningServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}
