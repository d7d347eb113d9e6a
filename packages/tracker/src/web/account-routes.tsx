import { AccountPage, type AccountProblems } from './account-page.tsx'
import type { PageContext } from './context.ts'
import { parseEmail } from './email.ts'
import type { PageRoute } from './page-route.ts'
import { hashPassword, passwordProblem, verifyPassword } from './password.ts'
import { textField } from './read-form.ts'
import { redirectTo, renderPage } from './render-page.ts'
import { WelcomePage } from './welcome-page.tsx'

/** The owner's account, and the first step of an owner who was set up over a network. */
export const accountRoutes: readonly PageRoute[] = [
  { method: 'GET', path: '/account', handle: (ctx) => showAccount(ctx) },
  { method: 'POST', path: '/account', handle: (ctx, _params, form) => saveAccount(ctx, form) },
  { method: 'GET', path: '/welcome', handle: (ctx) => showWelcome(ctx) },
  { method: 'POST', path: '/welcome', handle: (ctx, _params, form) => saveWelcome(ctx, form) },
]

async function showAccount(ctx: PageContext): Promise<Response> {
  return renderPage(<AccountPage ctx={ctx} saved={ctx.query.has('saved')} />, ctx)
}

/** What a form of ours asks to change. */
interface CredentialChange {
  readonly email?: string | undefined
  readonly password?: string | undefined
}

async function saveAccount(ctx: PageContext, form: FormData | undefined): Promise<Response> {
  const { user } = ctx
  const sentEmail = textField(form, 'email').trim()
  const password = textField(form, 'password')
  const email = sentEmail === '' ? undefined : parseEmail(sentEmail)
  const problems: AccountProblems = {
    email: emailProblem({ sentEmail, email, required: password !== '' && user.email === undefined }),
    password: password === '' ? undefined : passwordProblem(password),
    // A page left open must not be enough to take the account over.
    current:
      user.passwordHash !== undefined &&
      !(await verifyPassword(textField(form, 'current'), user.passwordHash))
        ? 'This is not your current password.'
        : undefined,
  }
  if (problems.email ?? problems.password ?? problems.current)
    return renderPage(<AccountPage ctx={ctx} problems={problems} email={sentEmail} />, ctx, { status: 400 })
  await save(ctx, { email, password: password === '' ? undefined : password })
  return redirectTo('/account?saved')
}

interface SentEmail {
  readonly sentEmail: string
  readonly email: string | undefined
  /** A password is of no use without an address to sign in with. */
  readonly required: boolean
}

function emailProblem({ sentEmail, email, required }: SentEmail): string | undefined {
  if (sentEmail !== '') return email === undefined ? 'This is no e-mail address.' : undefined
  return required ? 'Give an address too: you sign in with it.' : undefined
}

async function showWelcome(ctx: PageContext): Promise<Response> {
  if (ctx.user.passwordHash !== undefined) return redirectTo('/connect')
  return renderPage(<WelcomePage ctx={ctx} />, ctx)
}

async function saveWelcome(ctx: PageContext, form: FormData | undefined): Promise<Response> {
  if (ctx.user.passwordHash !== undefined) return redirectTo('/connect')
  const sentEmail = textField(form, 'email')
  const email = parseEmail(sentEmail)
  const password = textField(form, 'password')
  const problems: AccountProblems = {
    email: email === undefined ? 'This is no e-mail address.' : undefined,
    password: passwordProblem(password),
  }
  if (email === undefined || problems.password !== undefined)
    return renderPage(<WelcomePage ctx={ctx} problems={problems} email={sentEmail} />, ctx, { status: 400 })
  await save(ctx, { email, password })
  return redirectTo('/connect')
}

async function save(ctx: PageContext, { email, password }: CredentialChange): Promise<void> {
  const passwordHash = password === undefined ? undefined : await hashPassword(password)
  await ctx.deps.commands.setCredentials({ userId: ctx.user.id, email, passwordHash, now: ctx.now })
}
