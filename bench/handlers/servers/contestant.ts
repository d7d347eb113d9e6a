import type { Server } from 'node:http'

/** Starts an application on a free port of 127.0.0.1 and returns its server. */
export type Start = () => Promise<Server>

/** Who answers the errors of an application; see `Contestant`. */
export type Variant = 'own' | 'least' | 'culprit'

/**
 * One framework without and with the library. All answer the same: `/ok` with `ok` from an async handler, `/missing`
 * with status 404 and `app 404` from the error handler for 404, because the handler of the route threw: the new error of
 * a class where the framework's own way is that, and `abort(404)`, which costs half a microsecond more, where that is a
 * call too (`createError(404)` of http-errors, `ctx.throw(404)`). The library adds one header, `X-Request-Error`.
 */
export interface Contestant {
  /** As users of the framework write it: with its own HTTP errors, or those that its documentation names. */
  readonly own: Start
  /** With the smallest class of errors there can be: `Missing`. */
  readonly least: Start
  readonly culprit: Start
}

/** The least that can be thrown: no message, no constructor, one status. */
export class Missing extends Error {
  readonly status = 404
}

/** What applications throw where no framework brings errors: a class of their own, for any status. */
export class HttpError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** What the error handlers answer. */
export const missingText = 'app 404'

/** Returns the status of an error as error handlers of applications read it. */
export function statusOf(error: unknown): unknown {
  return error instanceof Error && 'status' in error ? error.status : undefined
}

/** Has a server listen on a free port of 127.0.0.1 and returns it. */
export async function started(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** Returns the port on which a server listens. */
export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}

/** Has a server listen on a free port of 127.0.0.1 and returns the port. */
export async function listen(server: Server): Promise<number> {
  return portOf(await started(server))
}
