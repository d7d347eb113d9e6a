import type { PageContext } from './context.ts'

/** One route of the pages. The shell finds the user, checks CSRF for POST, and turns a throw into the 500 page. */
export interface PageRoute {
  readonly method: 'GET' | 'POST'
  /**
   * A Hono pattern without suffix: `/issues/:short`. The shell takes `.json` and `.md` off the path before it matches
   * and says so in `ctx.wants`, so that one route serves all its representations.
   */
  readonly path: string
  readonly handle: (ctx: PageContext, params: RouteParams, form?: FormData) => Promise<Response>
}

/** Values of the pattern's parameters, decoded. */
export type RouteParams = Readonly<Record<string, string>>
