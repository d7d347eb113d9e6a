import type { Commands } from '../../ports/commands.ts'
import type { DestinationCommands } from '../../ports/destination-store.ts'
import { createAccessCommands } from './access-commands.ts'
import type { Administration } from './administration.ts'
import { createAlertCommands } from './alert-commands.ts'
import { inTransaction } from './connection.ts'
import { closeIncidents } from './incidents.ts'
import { prepareMainWrites } from './main-writes.ts'
import { createPeopleCommands } from './people-commands.ts'
import { toProject, toProjectKey } from './project-row.ts'
import { applyRetention } from './retention.ts'
import type { WriterState } from './writer-state.ts'

/** Returns the commands over an open writer. Each is one synchronous transaction. */
export function createCommands(
  state: WriterState,
  administration: Administration,
): Omit<Commands, keyof DestinationCommands> {
  const { kysely, run } = administration
  const writes = prepareMainWrites(state.db)
  return {
    ...createAccessCommands(state.db, administration),
    ...createAlertCommands(state.db, administration),
    ...createPeopleCommands(state.db, administration, (issueId) => state.issues.forget(issueId)),
    setIssueStatus: async ({ scope, issueId, status, snooze, now }) =>
      inTransaction(state.db, () => {
        const known = run(
          kysely
            .selectFrom('issues')
            .select(['status', 'project_id'])
            .where('id', '=', issueId)
            .where('project_id', 'in', [...scope]),
        ).rows[0]
        if (!known) return 'not-found'
        if (known.status === status && snooze === undefined) return 'done'
        const reopened = status === 'unresolved' ? { substatus: 'ongoing' } : {}
        run(
          kysely
            .updateTable('issues')
            .set({
              status,
              status_changed_at: now,
              snooze: snooze === undefined ? null : JSON.stringify(snooze),
              ...reopened,
            })
            .where('id', '=', issueId),
        )
        state.issues.forget(issueId)
        if (status === 'resolved')
          closeIncidents(administration, { projectId: known.project_id, issueId, now })
        return 'done'
      }),
    addOutcomes: async (counts, at) => inTransaction(state.db, () => writes.outcomes(counts, at)),
    async directory() {
      return {
        projects: run(kysely.selectFrom('projects').selectAll().orderBy('id')).rows.map(toProject),
        keys: run(kysely.selectFrom('project_keys').selectAll().orderBy('project_id')).rows.map(toProjectKey),
        members: run(kysely.selectFrom('users').select(['id', 'email']).orderBy('id')).rows.flatMap(
          ({ id, email }) => (email === null ? [] : [{ userId: id, email }]),
        ),
      }
    },
    applyRetention: async (input) => applyRetention(state, administration, input),
  }
}
