import type { DatabaseSync } from 'node:sqlite'
import type { AlertMember, AlertWish, MemberSettings } from '../../domain/alert-people.ts'
import type { PeopleCommands } from '../../ports/people-commands.ts'
import type { Administration } from './administration.ts'
import { inTransaction } from './connection.ts'
import { budgetKey } from './message-budgets.ts'
import { ownerId } from './provision.ts'
import { createTeamCommands, readTeams } from './team-commands.ts'

/** Returns the commands about who is told; `forgetIssue` is told of issues that changed. */
export function createPeopleCommands(
  db: DatabaseSync,
  administration: Administration,
  forgetIssue: (issueId: number) => void,
): PeopleCommands {
  const { kysely, run } = administration
  return {
    ...createTeamCommands(db, administration),
    alertPeople: async () => ({
      members: readMembers(administration),
      teams: readTeams(administration),
      ownership: run(kysely.selectFrom('ownership').selectAll()).rows.map((row) => ({
        projectId: row.project_id,
        raw: row.raw,
      })),
      unsubscribed: run(kysely.selectFrom('unsubscribed').selectAll()).rows.map((row) => ({
        address: row.address.toLowerCase(),
        projectId: row.project_id,
      })),
    }),
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
        run(kysely.updateTable('issues').set({ assignee: null }).where('assignee', '=', `member:${userId}`))
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
    setOwnership: async ({ projectId, raw }) => {
      const values = { project_id: projectId, raw }
      run(
        kysely
          .insertInto('ownership')
          .values(values)
          .onConflict((row) => row.column('project_id').doUpdateSet({ raw })),
      )
    },
    async assignIssue({ scope, issueId, assignee }) {
      const issue = kysely
        .updateTable('issues')
        .where('id', '=', issueId)
        .where('project_id', 'in', [...scope])
      const value = assignee ? `${assignee.kind}:${assignee.id}` : null
      if (run(issue.set({ assignee: value }).returning('id')).rows.length === 0) return 'not-found'
      forgetIssue(issueId)
      return 'done'
    },
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

function readMembers({ kysely, run }: Administration): readonly AlertMember[] {
  const wishes = Map.groupBy(
    run(kysely.selectFrom('member_preferences').selectAll()).rows,
    (row) => row.user_id,
  )
  const users = kysely.selectFrom('users').select(['id', 'email', 'name', 'settings']).orderBy('id')
  return run(users).rows.map(({ id, email, name, settings }) => ({
    userId: id,
    email: email ?? '',
    name: name ?? undefined,
    // Only `changeMember` writes this column.
    settings: settings === null ? {} : (JSON.parse(settings) as MemberSettings),
    wishes: (wishes.get(id) ?? []).map((row) => ({ projectId: row.project_id, wants: toWish(row.wants) })),
  }))
}

function toWish(text: string): AlertWish {
  return text === 'mine' || text === 'nothing' ? text : 'everything'
}
