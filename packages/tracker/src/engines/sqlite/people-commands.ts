import type { DatabaseSync } from 'node:sqlite'
import type { AlertMember, AlertWish, MemberSettings } from '../../domain/alert-people.ts'
import type { PeopleCommands } from '../../ports/people-commands.ts'
import type { Administration } from './administration.ts'
import { createMailCommands } from './mail-commands.ts'
import { createMemberCommands } from './member-commands.ts'
import { createTeamCommands, readTeams } from './team-commands.ts'

/** Returns the commands about who is told; `forgetIssue` is told of issues that changed. */
export function createPeopleCommands(
  db: DatabaseSync,
  administration: Administration,
  forgetIssue: (issueId: number) => void,
): PeopleCommands {
  const { kysely, run } = administration
  return {
    ...createTeamCommands(db, administration, forgetIssue),
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
    ...createMemberCommands(db, administration, forgetIssue),
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
    ...createMailCommands(db, administration),
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
