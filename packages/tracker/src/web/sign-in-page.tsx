import type { VNode } from 'preact'
import { BarePage } from './bare-page.tsx'
import { Field } from './field.tsx'
import type { WebDeps } from './web-deps.ts'

/** What the sign-in page shows. */
export interface SignInPageProps {
  readonly deps: Pick<WebDeps, 'assets' | 'config'>
  /** Path to go to afterwards. */
  readonly next: string
  readonly email?: string | undefined
  readonly problem?: string | undefined
  /** False until the set-up link was used: then there is nobody to sign in as. */
  readonly ownerExists: boolean
}

/** The form to sign in with. Works without scripts. */
export function SignInPage({ deps, next, email, problem, ownerExists }: SignInPageProps): VNode {
  if (!ownerExists) {
    return (
      <BarePage title="Not set up yet" assets={deps.assets}>
        <p>Open the one-time link that the tracker printed when it started. It makes you the owner.</p>
        <p class="muted">It is valid for 30 minutes. Start the tracker again to get a new one.</p>
      </BarePage>
    )
  }
  return (
    <BarePage title="Sign in" assets={deps.assets}>
      {problem !== undefined && (
        <p class="form-problem" role="alert">
          {problem}
        </p>
      )}
      <form method="post" action="/sign-in" class="stack">
        <input type="hidden" name="next" value={next} />
        <Field name="email" label="E-mail" type="email" autocomplete="username" value={email} required />
        <Field name="password" label="Password" type="password" autocomplete="current-password" required />
        <button class="button primary" type="submit">
          Sign in
        </button>
      </form>
      <p class="muted">Pages stay signed in for 30 days on this device.</p>
    </BarePage>
  )
}
