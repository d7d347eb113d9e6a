import type { Request, Response } from 'express'

/** What error handlers are given as their second argument: what Express gives its own handlers. */
export interface ExpressContext {
  readonly req: Request
  readonly res: Response
}
