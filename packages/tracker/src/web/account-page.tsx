import type { VNode } from 'preact'
import type { PageContext } from './context.ts'
import { csrfField } from './csrf.ts'
import { DoneNote } from './done-note.tsx'
import { Field } from './field.tsx'
import { Page } from './page.tsx'
import { passwordMinLength } from './password.ts'

/** What is wrong with what was sent, by field. */
export interface AccountProblems {
  readonly email?: string | undefined
  readonly password?: string | undefined
  readonly current?: string | undefined
}

/** What the account page shows. */
export interface AccountPageProps {
  readonly ctx: PageContext
  readonly problems?: AccountProblems | undefined
  /** As sent, when it is shown again with problems. */
  readonly email?: string | undefined
  readonly saved?: boolean | undefined
}

/** The owner's e-mail address and password. */
export function AccountPage({ ctx, problems, email, saved = false }: AccountPageProps): VNode {
  const hasPassword = ctx.user.passwordHash !== undefined
  return (
    <Page ctx={ctx} title="Account" heading="Account" active="account">
      {saved && <DoneNote text="Saved." />}
      <form method="post" action="/account" class="card stack narrow-form">
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <Field
          name="email"
          label="E-mail"
          type="email"
          autocomplete="username"
          value={email ?? ctx.user.email}
          hint="You sign in with it, and mails about new issues go there."
          problem={problems?.email}
        />
        <Field
          name="password"
          label={hasPassword ? 'New password' : 'Password'}
          type="password"
          autocomplete="new-password"
          hint={`At least ${passwordMinLength} characters. ${hasPassword ? 'Leave it empty to keep the one you have.' : ''}`}
          problem={problems?.password}
        />
        {hasPassword && (
          <Field
            name="current"
            label="Current password"
            type="password"
            autocomplete="current-password"
            problem={problems?.current}
            required
          />
        )}
        <div>
          <button class="button primary" type="submit">
            Save
          </button>
        </div>
      </form>
      <p class="page-note">
        <a href="/account/notifications">What you are mailed</a>, and when not. Others who are mailed are
        under <a href="/alerts/people">Alerts, People</a>.
      </p>
      <form method="post" action="/sign-out" class="page-note">
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <button class="button" type="submit">
          Sign out of this device
        </button>
      </form>
      <p class="muted page-note">
        Culprit {ctx.deps.config.version} at {ctx.deps.config.baseUrl}
      </p>
    </Page>
  )
}
