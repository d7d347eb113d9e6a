import type { AlertMember, AlertPeople, Team } from '../../domain/alert-people.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Assignee } from '../../domain/issue.ts'
import { ownersNamed, owningRule, type OwnedEvent, type OwnershipRule } from '../../domain/ownership.ts'

/** What an alert is about, as far as it decides who is told. */
export interface AlertSubject {
  readonly projectId: number
  readonly now: Instant
  readonly event?: OwnedEvent | undefined
  readonly assignee?: Assignee | undefined
}

/** Who owns an issue, and why. */
export interface IssueOwners {
  readonly by: 'assignee' | 'rule' | 'nobody'
  /** The ownership rule that names them. */
  readonly rule?: OwnershipRule | undefined
  readonly teams: readonly Team[]
  /** Named by themselves, not as members of a team. */
  readonly members: readonly AlertMember[]
  /** All of them, those of the teams included. */
  readonly userIds: ReadonlySet<number>
}

/** The people, with the ownership rules of each project read. */
export interface OwnershipBook {
  readonly people: AlertPeople
  readonly ownership: ReadonlyMap<number, readonly OwnershipRule[]>
}

/** Returns whoever the issue is assigned to; without an assignee, whom the project's ownership rules name. */
export function findOwners({ people, ownership }: OwnershipBook, subject: AlertSubject): IssueOwners {
  const { projectId, event, assignee } = subject
  if (assignee) {
    const { kind, id } = assignee
    return ownersOf('assignee', {
      teams: kind === 'team' ? people.teams.filter((team) => team.id === id) : [],
      members: kind === 'member' ? people.members.filter(({ userId }) => userId === id) : [],
    })
  }
  const rule = event && owningRule(ownership.get(projectId) ?? [], event)
  if (!rule) return ownersOf('nobody', { teams: [], members: [] })
  const named = rule.owners.map((owner) => ownersNamed(owner, people))
  const teams = new Set(named.flatMap((each) => (each && 'team' in each ? [each.team] : [])))
  const ids = new Set(named.flatMap((each) => (each && 'userId' in each ? [each.userId] : [])))
  return {
    ...ownersOf('rule', {
      teams: [...teams],
      members: people.members.filter(({ userId }) => ids.has(userId)),
    }),
    rule,
  }
}

function ownersOf(
  by: IssueOwners['by'],
  { teams, members }: Pick<IssueOwners, 'teams' | 'members'>,
): IssueOwners {
  const ids = [...members.map(({ userId }) => userId), ...teams.flatMap((team) => team.members)]
  return { by, teams, members, userIds: new Set(ids) }
}
