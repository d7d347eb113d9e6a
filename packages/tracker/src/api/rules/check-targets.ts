import type { AlertAction } from '../../domain/alert-action.ts'
import type { AlertRuleDraft } from '../../domain/alert-rule.ts'
import type { ApiCall } from '../api-call.ts'
import { FieldErrors } from '../field-errors.ts'

/**
 * Refuses a rule that mails or asks for a member or team that does not exist: nobody would ever hear of it.
 * @throws {FieldErrors}
 */
export async function checkTargets({ deps }: ApiCall, { actions, filters }: AlertRuleDraft): Promise<void> {
  const named = [...actions.flatMap(targetOf), ...filters.flatMap(assigneeOf)]
  if (named.length === 0) return
  const { members, teams } = await deps.commands.alertPeople()
  for (const { field, kind, id } of named) {
    const exists =
      kind === 'member' ? members.some(({ userId }) => userId === id) : teams.some((team) => team.id === id)
    if (!exists) throw new FieldErrors({ [field]: [`There is no ${kind} ${id}.`] })
  }
}

interface Named {
  readonly field: 'actions' | 'filters'
  readonly kind: 'member' | 'team'
  readonly id: number
}

function targetOf(action: AlertAction): readonly Named[] {
  if (action.kind !== 'mail') return []
  const { target } = action
  return target.kind === 'member' || target.kind === 'team'
    ? [{ field: 'actions', kind: target.kind, id: target.id }]
    : []
}

function assigneeOf(filter: AlertRuleDraft['filters'][number]): readonly Named[] {
  return filter.kind === 'assigned' && filter.to !== 'nobody'
    ? [{ field: 'filters', kind: filter.to, id: filter.id }]
    : []
}
