import { Hono } from 'hono'
import { createDirectoryCache } from '../query/directory-cache.ts'
import { destinationRoutes } from './alerts/destination-routes.tsx'
import { ruleRoutes } from './alerts/rule-routes.tsx'
import { createAccessRoutes } from './access-routes.tsx'
import { accountRoutes } from './account-routes.tsx'
import { connectRoutes } from './connect/routes.tsx'
import { bareErrorResponse } from './error-page.tsx'
import { favicon } from './favicon.ts'
import { issueRoutes } from './issues/routes.ts'
import { liveStream } from './live.ts'
import { createMailLinkRoutes } from './mail-link-routes.tsx'
import { notificationRoutes } from './notifications-routes.tsx'
import type { PageRoute } from './page-route.ts'
import { ownershipRoutes } from './people/ownership-routes.tsx'
import { peopleRoutes } from './people/people-routes.tsx'
import { reportPolicy } from './policy-report.ts'
import { redirectTo } from './render-page.ts'
import { splitSuffix } from './representation.ts'
import { returnPath } from './return-path.ts'
import { serveRoute, type Shell } from './serve-route.ts'
import { usageRoutes } from './usage/routes.tsx'
import type { WebDeps } from './web-deps.ts'

/** The pages, as a function from request to response. */
export interface WebApp {
  fetch(request: Request): Promise<Response>
}

const home: PageRoute = {
  method: 'GET',
  path: '/',
  handle: async (ctx) => {
    const scope = ctx.projects.filter(({ internal }) => !internal).map(({ id }) => id)
    const counts = await ctx.deps.reads.issueCounts(scope)
    return redirectTo(counts.unresolved + counts.ignored + counts.resolved > 0 ? '/issues' : '/connect')
  },
}

const live: PageRoute = { method: 'GET', path: '/-/live', handle: (ctx) => Promise.resolve(liveStream(ctx)) }

/** Returns the pages, with all that lies under `/api/0/` handed to `deps.api`. Requests carry `Host` and the client's address. */
export function createWebApp(deps: WebDeps): WebApp {
  const shell: Shell = { deps, directory: createDirectoryCache(() => deps.commands.directory(), deps.clock) }
  const app = new Hono({ getPath: (request) => splitSuffix(new URL(request.url).pathname).path })
  app.get('/favicon.svg', () => favicon())
  app.post('/-/csp', (c) => reportPolicy(deps, c.req.raw))
  app.route('/', createAccessRoutes(deps))
  app.route('/', createMailLinkRoutes(deps))
  for (const route of [
    live,
    ...issueRoutes,
    ...ruleRoutes,
    ...destinationRoutes,
    ...peopleRoutes,
    ...ownershipRoutes,
    ...connectRoutes,
    ...usageRoutes,
    ...accountRoutes,
    ...notificationRoutes,
    home,
  ]) {
    app.on(route.method, route.path, (c) =>
      serveRoute(shell, route, { request: c.req.raw, params: c.req.param() }),
    )
  }
  app.all('*', (c) => serveRoute(shell, undefined, { request: c.req.raw, params: {} }))
  app.onError((error, c) => {
    const reference = deps.reportError(error, `${c.req.method} ${c.req.routePath}`)
    return bareErrorResponse(deps, {
      status: 500,
      reference,
      title: 'Something went wrong here',
      text: 'The tracker failed to answer. Try again.',
    })
  })
  return { fetch: (request) => answer(app, deps, request) }
}

async function answer(app: Hono, deps: WebDeps, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/api/0/')) return deps.api(request)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const asset =
    isRead && pathname.startsWith('/assets/')
      ? deps.assets.serve(pathname, request.headers.get('accept-encoding') ?? '')
      : undefined
  return asset ?? (isRead ? withoutLastSlash(request) : undefined) ?? app.fetch(request)
}

/** People type a slash at the end of a page's address; no page has one. */
function withoutLastSlash(request: Request): Response | undefined {
  const { pathname, search } = new URL(request.url)
  if (pathname === '/' || !pathname.endsWith('/')) return undefined
  const path = pathname.slice(0, -1) + search
  // `//host/` stays where it is: shortened, it would lead to another site.
  return returnPath(path) === path ? redirectTo(path) : undefined
}
