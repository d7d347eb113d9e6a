import type { DatabaseSync } from 'node:sqlite'
import type { PeopleCommands } from '../../ports/people-commands.ts'
import type { Administration } from './administration.ts'
import { inTransaction } from './connection.ts'
import { budgetKey } from './message-budgets.ts'

/** Returns the commands about which mails go to an address. */
export function createMailCommands(
  db: DatabaseSync,
  { kysely, run }: Administration,
): Pick<PeopleCommands, 'unsubscribe' | 'writeWeeklyReport' | 'setDigests'> {
  return {
    unsubscribe: async ({ address, projectId, now }) =>
      inTransaction(db, () => {
        const values = { address, project_id: projectId, at: now }
        const [user] = run(kysely.selectFrom('users').select('id').where('email', '=', address)).rows
        if (user)
          run(
            kysely
              .insertInto('member_preferences')
              .values({ user_id: user.id, project_id: projectId, wants: 'nothing' })
              .onConflict((row) => row.columns(['user_id', 'project_id']).doUpdateSet({ wants: 'nothing' })),
          )
        else
          run(
            kysely
              .insertInto('unsubscribed')
              .values(values)
              .onConflict((row) => row.doNothing()),
          )
      }),
    writeWeeklyReport: async ({ userId, since, now, notAfter }) =>
      inTransaction(db, () => {
        const user = kysely.updateTable('users').set({ weekly_at: now }).where('id', '=', userId)
        const [row] = run(user.where('weekly_at', '<', notAfter).returning('email')).rows
        if (!row?.email) return 'not-due'
        const values = { kind: 'weekly', project_id: 0, user_id: userId, since, address: row.email }
        const times = { state: 'pending', attempts: 0, created_at: now, next_at: now }
        run(kysely.insertInto('outbox').values({ ...values, ...times }))
        return 'done'
      }),
    setDigests: async ({ address, digests, now }) => {
      const destination = budgetKey({ kind: 'mail', address })
      const values = { destination, tokens: 1, refilled_at: now, digests: Number(digests) }
      run(
        kysely
          .insertInto('message_budgets')
          .values(values)
          .onConflict((row) => row.column('destination').doUpdateSet({ digests: Number(digests) })),
      )
    },
  }
}
