import type { DatabaseSync } from 'node:sqlite'
import type { Team } from '../../domain/alert-people.ts'
import type { PeopleCommands } from '../../ports/people-commands.ts'
import type { Administration } from './administration.ts'
import { inTransaction } from './connection.ts'

/** Returns the commands about teams. */
export function createTeamCommands(
  db: DatabaseSync,
  { kysely, run }: Administration,
  forgetIssue: (issueId: number) => void,
): Pick<PeopleCommands, 'addTeam' | 'removeTeam' | 'setTeamMember'> {
  const exists = (table: 'teams' | 'users', id: number): boolean =>
    run(kysely.selectFrom(table).select('id').where('id', '=', id)).rows.length > 0
  return {
    addTeam: async ({ slug, name, now }) =>
      inTransaction(db, () => {
        const taken = kysely.selectFrom('teams').select('id').where('slug', '=', slug)
        if (run(taken).rows.length > 0) return 'taken'
        const values = { slug, name, created_at: now }
        const [row] = run(kysely.insertInto('teams').values(values).returning('id')).rows
        return row ? { teamId: row.id } : 'taken'
      }),
    removeTeam: async (teamId) =>
      inTransaction(db, () => {
        if (!exists('teams', teamId)) return 'not-found'
        run(kysely.deleteFrom('teams').where('id', '=', teamId))
        run(kysely.deleteFrom('team_members').where('team_id', '=', teamId))
        const theirs = kysely.updateTable('issues').where('assignee', '=', `team:${teamId}`)
        for (const { id } of run(theirs.set({ assignee: null }).returning('id')).rows) forgetIssue(id)
        return 'done'
      }),
    setTeamMember: async ({ teamId, userId, isMember }) =>
      inTransaction(db, () => {
        if (!exists('teams', teamId) || !exists('users', userId)) return 'not-found'
        if (isMember)
          run(
            kysely
              .insertInto('team_members')
              .values({ team_id: teamId, user_id: userId })
              .onConflict((row) => row.doNothing()),
          )
        else
          run(kysely.deleteFrom('team_members').where('team_id', '=', teamId).where('user_id', '=', userId))
        return 'done'
      }),
  }
}

/** Returns all teams with their members. */
export function readTeams({ kysely, run }: Administration): readonly Team[] {
  const members = Map.groupBy(run(kysely.selectFrom('team_members').selectAll()).rows, (row) => row.team_id)
  return run(kysely.selectFrom('teams').selectAll().orderBy('slug')).rows.map(({ id, slug, name }) => ({
    id,
    slug,
    name,
    members: (members.get(id) ?? []).map((row) => row.user_id),
  }))
}
