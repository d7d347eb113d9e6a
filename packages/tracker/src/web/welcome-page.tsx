import type { VNode } from 'preact'
import type { AccountProblems } from './account-page.tsx'
import { BarePage } from './bare-page.tsx'
import type { PageContext } from './context.ts'
import { csrfField } from './csrf.ts'
import { Field } from './field.tsx'
import { passwordMinLength } from './password.ts'

/** What the welcome page shows. */
export interface WelcomePageProps {
  readonly ctx: PageContext
  readonly problems?: AccountProblems | undefined
  readonly email?: string | undefined
}

/** Where others can reach the tracker, the new owner chooses e-mail and password before anything else. */
export function WelcomePage({ ctx, problems, email }: WelcomePageProps): VNode {
  return (
    <BarePage title="You are the owner now" assets={ctx.deps.assets}>
      <p>Others can reach this address, so choose how you will sign in from now on.</p>
      <form method="post" action="/welcome" class="stack">
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <Field
          name="email"
          label="E-mail"
          type="email"
          autocomplete="username"
          value={email ?? ctx.user.email}
          hint="Mails about new issues go there."
          problem={problems?.email}
          required
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          hint={`At least ${passwordMinLength} characters.`}
          problem={problems?.password}
          minLength={passwordMinLength}
          required
        />
        <button class="button primary" type="submit">
          Continue
        </button>
      </form>
    </BarePage>
  )
}
