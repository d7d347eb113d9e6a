import { Hono } from 'hono'
import { minuteMs } from '../domain/instant.ts'
import { hashSecret, sessionTokenOf } from '../query/session-cookie.ts'
import { createAttemptLimit, type AttemptLimit } from './attempt-limit.ts'
import { clientAddress } from './client-address.ts'
import { csrfField, isCsrfToken, isSameOrigin } from './csrf.ts'
import { bareErrorResponse } from './error-page.tsx'
import { createGate, type Gate } from './gate.ts'
import { verifyPassword } from './password.ts'
import { readForm, textField } from './read-form.ts'
import { redirectTo, renderPage } from './render-page.ts'
import { returnPath } from './return-path.ts'
import { expiredSessionCookie, mintSession } from './session.ts'
import { hashSignInCode } from './sign-in-code.ts'
import { SignInPage } from './sign-in-page.tsx'
import type { WebDeps } from './web-deps.ts'

/** What the handlers below share. */
interface Access {
  readonly deps: WebDeps
  readonly byAddress: AttemptLimit
  readonly byAccount: AttemptLimit
  readonly hashing: Gate
}

/** Returns the routes that need no session: the one-time link, signing in and signing out. */
export function createAccessRoutes(deps: WebDeps): Hono {
  const { clock } = deps
  const access: Access = {
    deps,
    byAddress: createAttemptLimit({ clock, tries: 20, windowMs: 5 * minuteMs }),
    byAccount: createAttemptLimit({ clock, tries: 10, windowMs: 5 * minuteMs }),
    hashing: createGate(20),
  }
  const app = new Hono()
  app.get('/setup', (c) => redeem(access, c.req.raw))
  app.get('/sign-in', (c) => showSignIn(access, c.req.raw))
  app.post('/sign-in', (c) => signIn(access, c.req.raw))
  app.post('/sign-out', (c) => signOut(access, c.req.raw))
  return app
}

/** The code is used up by this, so only a real GET counts: link checkers send HEAD. */
async function redeem({ deps, byAddress }: Access, request: Request): Promise<Response> {
  if (request.method !== 'GET') return redirectTo('/sign-in')
  const wait = byAddress.attempt(clientAddress(request))
  if (wait > 0) return tooMany(deps, wait)
  const now = deps.clock()
  const code = new URL(request.url).searchParams.get('code') ?? ''
  const { session, cookie } = mintSession(deps, request, now)
  const owner = await deps.commands.redeemSignInCode({ codeHash: hashSignInCode(code), session, now })
  if (owner) return redirectTo(deps.config.loopback ? '/connect' : '/welcome', { 'set-cookie': cookie })
  return bareErrorResponse(deps, {
    status: 403,
    title: 'This link does not work any more',
    text: 'A sign-in link works once and for 30 minutes. If nobody has used it yet, start the tracker again to get a new one.',
  })
}

async function showSignIn({ deps }: Access, request: Request): Promise<Response> {
  const next = returnPath(new URL(request.url).searchParams.get('next'))
  const ownerExists = await deps.reads.ownerExists()
  return renderPage(<SignInPage deps={deps} next={next} ownerExists={ownerExists} />, { deps })
}

async function signIn(access: Access, request: Request): Promise<Response> {
  const { deps } = access
  if (!isSameOrigin(request.headers)) return foreignForm(deps)
  const form = await readForm(request)
  const next = returnPath(form?.get('next'))
  const email = textField(form, 'email').trim().slice(0, 254)
  const account = email.toLowerCase()
  const wait = Math.max(access.byAddress.attempt(clientAddress(request)), access.byAccount.attempt(account))
  if (wait > 0) return tooMany(deps, wait)
  const user = await deps.reads.userByEmail(email)
  const right = await access.hashing.run(() =>
    verifyPassword(textField(form, 'password'), user?.passwordHash),
  )
  if (right === undefined) return tooMany(deps, 10)
  if (!right || !user) {
    const page = (
      <SignInPage
        deps={deps}
        next={next}
        email={email}
        ownerExists
        problem="This e-mail and password do not belong together."
      />
    )
    return renderPage(page, { deps }, { status: 401 })
  }
  access.byAccount.clear(account)
  const { session, cookie } = mintSession(deps, request, deps.clock())
  await deps.commands.createSession(user.id, session)
  return redirectTo(next, { 'set-cookie': cookie })
}

async function signOut({ deps }: Access, request: Request): Promise<Response> {
  const token = sessionTokenOf(request.headers.get('cookie'))
  const form = await readForm(request)
  if (token !== undefined) {
    if (!isSameOrigin(request.headers) || !isCsrfToken(form?.get(csrfField), token)) return foreignForm(deps)
    await deps.commands.endSession(hashSecret(token))
  }
  return redirectTo('/sign-in', { 'set-cookie': expiredSessionCookie(deps.config.baseUrl) })
}

function foreignForm(deps: WebDeps): Response {
  return bareErrorResponse(deps, {
    status: 403,
    title: 'This form came from another site',
    text: 'Nothing was changed. Open the page here and send it again.',
  })
}

function tooMany(deps: WebDeps, seconds: number): Response {
  const response = bareErrorResponse(deps, {
    status: 429,
    title: 'Too many tries',
    text: `Wait ${seconds} seconds, then try again.`,
  })
  response.headers.set('retry-after', String(seconds))
  return response
}
