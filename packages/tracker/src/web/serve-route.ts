import type { Directory } from '../domain/project.ts'
import { findSignedIn, type SignedIn } from '../query/session-cookie.ts'
import { bannersFor } from './banners.ts'
import type { PageContext } from './context.ts'
import { csrfField, csrfTokenOf, isCsrfToken, isSameOrigin } from './csrf.ts'
import { errorResponse, notFound } from './error-page.tsx'
import type { PageRoute, RouteParams } from './page-route.ts'
import { readForm } from './read-form.ts'
import { redirectTo, renderJson } from './render-page.ts'
import { representationOf, splitSuffix } from './representation.ts'
import type { WebDeps } from './web-deps.ts'

/** What all signed-in pages share. */
export interface Shell {
  readonly deps: WebDeps
  readonly directory: () => Promise<Directory>
}

/** A request and what its path matched. */
export interface RoutedRequest {
  readonly request: Request
  readonly params: RouteParams
}

/** Answers a request of a signed-in person by a route; without a route by the 404 page. Sends strangers to sign in. */
export async function serveRoute(
  shell: Shell,
  route: PageRoute | undefined,
  routed: RoutedRequest,
): Promise<Response> {
  const { request } = routed
  const now = shell.deps.clock()
  const signedIn = await findSignedIn(shell.deps.reads, request.headers.get('cookie'), now)
  if (!signedIn) return askToSignIn(request)
  const ctx = await contextOf(shell, request, signedIn)
  if (mustChoosePassword(ctx)) return redirectTo('/welcome')
  if (!route) return notFound(ctx)
  try {
    if (route.method === 'GET') return await route.handle(ctx, routed.params)
    const form = await readForm(request)
    if (!isSameOrigin(request.headers) || !isCsrfToken(form?.get(csrfField), signedIn.token))
      return refuseForm(ctx)
    return await route.handle(ctx, routed.params, form)
  } catch (error) {
    return failed(ctx, error, `${route.method} ${route.path}`)
  }
}

async function contextOf(
  { deps, directory }: Shell,
  request: Request,
  { user, token }: SignedIn,
): Promise<PageContext> {
  const url = new URL(request.url)
  const { projects } = await directory()
  const visible = projects.filter(({ internal }) => !internal).map(({ id }) => id)
  return {
    scope: projects.map((project) => project.id),
    projects,
    user,
    csrf: csrfTokenOf(token),
    now: deps.clock(),
    path: splitSuffix(url.pathname).path,
    query: url.searchParams,
    wants: representationOf(url.pathname, request.headers.get('accept')),
    banners: bannersFor({
      user,
      config: deps.config,
      destinations: await deps.reads.destinations(visible),
      host: request.headers.get('host'),
    }),
    deps,
  }
}

/** Where others can reach the tracker, the owner chooses a password before anything else. */
function mustChoosePassword(ctx: PageContext): boolean {
  return !ctx.deps.config.loopback && ctx.user.passwordHash === undefined && ctx.path !== '/welcome'
}

function askToSignIn(request: Request): Response {
  const url = new URL(request.url)
  if (
    representationOf(url.pathname, request.headers.get('accept')) !== 'html' ||
    url.pathname.startsWith('/-/')
  )
    return renderJson({ detail: 'Sign in first.' }, 401)
  const next = request.method === 'GET' ? url.pathname + url.search : '/'
  return redirectTo(`/sign-in?next=${encodeURIComponent(next)}`)
}

function refuseForm(ctx: PageContext): Response {
  return errorResponse(ctx, {
    status: 403,
    title: 'This form is too old or came from another site',
    text: 'Nothing was changed. Go back, load the page again and repeat what you did.',
  })
}

function failed(ctx: PageContext, error: unknown, where: string): Response {
  const reference = ctx.deps.reportError(error, where)
  return errorResponse(ctx, {
    status: 500,
    title: 'Something went wrong here',
    text: 'The tracker failed to make this page. Events are still taken in. Try again in a moment.',
    reference,
  })
}
