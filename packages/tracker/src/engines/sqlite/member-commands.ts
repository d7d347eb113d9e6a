import type { DatabaseSync } from 'node:sqlite'
import type { PeopleCommands } from '../../ports/people-commands.ts'
import type { Administration } from './administration.ts'
import { inTransaction } from './connection.ts'
import { ownerId } from './provision.ts'

/** Returns the commands about members. */
export function createMemberCommands(
  db: DatabaseSync,
  { kysely, run }: Administration,
  forgetIssue: (issueId: number) => void,
): Pick<PeopleCommands, 'addMember' | 'removeMember' | 'changeMember'> {
  return {
    addMember: async ({ email, name, now }) =>
      inTransaction(db, () => {
        const taken = kysely.selectFrom('users').select('id').where('email', '=', email)
        if (run(taken).rows.length > 0) return 'taken'
        const next =
          run(kysely.selectFrom('users').select((row) => row.fn.max('id').as('id'))).rows[0]?.id ?? 0
        const userId = next + 1
        run(
          kysely.insertInto('users').values({
            id: userId,
            email,
            password_hash: null,
            created_at: now,
            claimed_at: null,
            name: name ?? null,
            settings: null,
          }),
        )
        return { userId }
      }),
    removeMember: async (userId) =>
      inTransaction(db, () => {
        const user = kysely.deleteFrom('users').where('id', '=', userId).where('id', '!=', ownerId)
        if (run(user.returning('id')).rows.length === 0) return 'not-found'
        for (const table of ['member_preferences', 'team_members', 'sessions'] as const)
          run(kysely.deleteFrom(table).where('user_id', '=', userId))
        const theirs = kysely.updateTable('issues').where('assignee', '=', `member:${userId}`)
        for (const { id } of run(theirs.set({ assignee: null }).returning('id')).rows) forgetIssue(id)
        return 'done'
      }),
    changeMember: async ({ userId, name, settings, wishes }) =>
      inTransaction(db, () => {
        const found = kysely.selectFrom('users').select('id').where('id', '=', userId)
        if (run(found).rows.length === 0) return 'not-found'
        const user = kysely.updateTable('users').where('id', '=', userId)
        if (name !== undefined) run(user.set({ name }))
        if (settings !== undefined) run(user.set({ settings: JSON.stringify(settings) }))
        if (wishes === undefined) return 'done'
        run(kysely.deleteFrom('member_preferences').where('user_id', '=', userId))
        for (const { projectId, wants } of wishes)
          run(
            kysely.insertInto('member_preferences').values({ user_id: userId, project_id: projectId, wants }),
          )
        return 'done'
      }),
  }
}
