import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { csrfField } from '../csrf.ts'
import { ownershipHref } from '../people/ownership-page.tsx'
import { Owners } from '../people/owners.tsx'
import type { DetailModel } from './detail-model.ts'

export interface OwnersSectionProps {
  readonly ctx: PageContext
  readonly model: DetailModel
  /** Where to return to after assigning. */
  readonly here: string
}

/** Who owns the issue and why, and the form that assigns it. */
export function OwnersSection({ ctx, model, here }: OwnersSectionProps): VNode {
  const { issue, owners, assignment } = model
  const rulesHref = ownershipHref(issue.project)
  return (
    <section aria-labelledby="owners-heading">
      <h2 id="owners-heading" class="side-heading">
        Owners
      </h2>
      <Owners owners={owners} rulesHref={rulesHref} />
      <form method="post" action={`/issues/${issue.shortId}/assign`} class="assign">
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <input type="hidden" name="back" value={here} />
        <select name="assignee" aria-label="Assigned to">
          <option value="">Assigned to nobody</option>
          {assignment.teams.map(choice(assignment.to))}
          {assignment.members.map(choice(assignment.to))}
        </select>
        <button class="button small" type="submit">
          Assign
        </button>
      </form>
      <p class="owners-try">
        <a href={`${rulesHref}&issue=${encodeURIComponent(issue.shortId)}#try`}>Who would be told?</a>
      </p>
    </section>
  )
}

function choice(chosen: string): (option: { readonly value: string; readonly name: string }) => VNode {
  return ({ value, name }) => (
    <option key={value} value={value} selected={value === chosen}>
      {name}
    </option>
  )
}
