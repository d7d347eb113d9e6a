import type { AlertPeople } from '../../domain/alert-people.ts'
import type { Assignee } from '../../domain/issue.ts'
import { nameOf } from '../people/people-view.ts'

/** To whom an issue is assigned, and to whom it can be. */
export interface Assignment {
  /** `member:1`, `team:2`, or empty for nobody. */
  readonly to: string
  readonly members: readonly AssignmentChoice[]
  readonly teams: readonly AssignmentChoice[]
}

interface AssignmentChoice {
  readonly value: string
  readonly name: string
}

/** Returns to whom an issue is assigned; somebody who is gone counts as nobody. */
export function assignmentOf({ members, teams }: AlertPeople, assignee: Assignee | undefined): Assignment {
  const choices = {
    members: members.map((member) => ({ value: `member:${member.userId}`, name: nameOf(member) })),
    teams: teams.map(({ id, slug }) => ({ value: `team:${id}`, name: `#${slug}` })),
  }
  const to = assignee ? `${assignee.kind}:${assignee.id}` : ''
  const known = [...choices.members, ...choices.teams].some(({ value }) => value === to)
  return { to: known ? to : '', ...choices }
}
