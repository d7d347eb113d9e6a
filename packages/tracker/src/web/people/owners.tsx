import { safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { OwnersView } from './owners-view.ts'

export interface OwnersProps {
  readonly owners: OwnersView
  /** Where the project's ownership rules are. */
  readonly rulesHref: string
}

/** Who owns an issue, and why: whom it is assigned to, or which line of the ownership rules says so. */
export function Owners({ owners, rulesHref }: OwnersProps): VNode {
  const { by, rule, teams, members } = owners
  const nobody = teams.length === 0 && members.length === 0
  return (
    <div class="owners">
      {nobody ? (
        <p class="empty">{nobodyText(by)}</p>
      ) : (
        <ul class="plain-list">
          {teams.map((team) => (
            <li key={team.slug}>
              <a href={team.href}>#{team.slug}</a>{' '}
              <span class="muted">
                <bdi>{safeText(team.members.join(', ') || 'nobody is in it')}</bdi>
              </span>
            </li>
          ))}
          {members.map((name) => (
            <li key={name}>
              <bdi>{safeText(name)}</bdi>
            </li>
          ))}
        </ul>
      )}
      <p class="muted">
        {by === 'assignee' && 'By assignment; ownership rules are not asked.'}
        {rule && (
          <>
            By <a href={rulesHref}>line {rule.line}</a>: <code class="wrapped">{safeText(rule.text)}</code>
          </>
        )}
        {by === 'nobody' && (
          <>
            It is assigned to nobody, and no <a href={rulesHref}>ownership rule</a> fits.
          </>
        )}
      </p>
    </div>
  )
}

function nobodyText(by: OwnersView['by']): string {
  return by === 'rule' ? 'Nobody: the owners that the rule names are gone.' : 'Nobody.'
}
