import type { AlertPeople } from '../domain/alert-people.ts'
import type { Assignee } from '../domain/issue.ts'
import { FieldErrors } from './field-errors.ts'

/** Who an issue is assigned to, as the API serves it. */
export type AssigneeJson =
  | { readonly type: 'user'; readonly id: string; readonly name: string; readonly email: string }
  | { readonly type: 'team'; readonly id: string; readonly name: string; readonly slug: string }

/** Returns an assignee; null for nobody, or for somebody who is gone. */
export function assigneeJson(
  assignee: Assignee | undefined,
  people: AlertPeople | undefined,
): AssigneeJson | null {
  if (!assignee || !people) return null
  if (assignee.kind === 'team') {
    const team = people.teams.find(({ id }) => id === assignee.id)
    return team ? { type: 'team', id: String(team.id), name: team.name, slug: team.slug } : null
  }
  const member = people.members.find(({ userId }) => userId === assignee.id)
  if (!member) return null
  return { type: 'user', id: String(member.userId), name: member.name ?? member.email, email: member.email }
}

/**
 * Reads `assignedTo`: `user:1`, `team:2`, `#team`, an id or address of a member; empty or null for nobody.
 * @throws {FieldErrors} when nobody is called so
 */
export function parseAssignee(sent: unknown, { members, teams }: AlertPeople): Assignee | undefined {
  if (sent === null || sent === '') return undefined
  const name = typeof sent === 'number' || typeof sent === 'string' ? String(sent).toLowerCase() : ''
  const [, kind = 'user', value = ''] = /^(?:(user|team):)?(.*)$/.exec(name) ?? []
  const slug = value.replace(/^#/, '')
  const team =
    kind === 'team' || value.startsWith('#')
      ? teams.find((each) => String(each.id) === slug || each.slug === slug)
      : undefined
  if (team) return { kind: 'team', id: team.id }
  const member = members.find(
    ({ userId, email }) => String(userId) === value || email.toLowerCase() === value,
  )
  if (kind === 'user' && member) return { kind: 'member', id: member.userId }
  throw new FieldErrors({ assignedTo: ['Unknown actor input'] })
}
