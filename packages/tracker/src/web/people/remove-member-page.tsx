import { safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Crumbs } from '../crumbs.tsx'
import { csrfField } from '../csrf.ts'
import { Page } from '../page.tsx'
import type { MemberItem } from './people-view.ts'

export interface RemoveMemberProps {
  readonly ctx: PageContext
  readonly member: MemberItem
  readonly assignedIssues: number
}

/** Asks whether a member is to go, and says what goes along. */
export function RemoveMemberPage({ ctx, member, assignedIssues }: RemoveMemberProps): VNode {
  return (
    <Page ctx={ctx} title={`Remove ${member.name} · Alerts`} active="alerts">
      <Crumbs
        trail={[
          { text: 'Alerts', href: '/alerts' },
          { text: 'People', href: '/alerts/people' },
        ]}
        last={member.name}
      />
      <section class="card narrow-card">
        <h1>
          Remove <bdi>{safeText(member.name)}</bdi>?
        </h1>
        <ul class="plain-list">
          <li>No mail goes to them any more, and what they chose to hear is forgotten.</li>
          {member.teams.length > 0 && (
            <li>They leave {member.teams.map(({ slug }) => `#${slug}`).join(', ')}.</li>
          )}
          {assignedIssues > 0 && (
            <li>
              {assignedIssues === 1 ? 'One issue' : `${assignedIssues} issues`} will be assigned to nobody.
            </li>
          )}
          <li>Ownership rules that name their address will tell nobody by it.</li>
        </ul>
        <form method="post" action={`/alerts/people/members/${member.id}/remove`} class="actions">
          <input type="hidden" name={csrfField} value={ctx.csrf} />
          <button class="button danger-button" type="submit">
            Remove member
          </button>
          <a class="button" href="/alerts/people">
            Keep them
          </a>
        </form>
      </section>
    </Page>
  )
}
