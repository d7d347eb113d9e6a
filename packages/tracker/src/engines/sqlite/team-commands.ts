import type { DatabaseSync } from 'node:sqlite'
import type { PeopleCommands } from '../../ports/people-commands.ts'
import type { Administration } from './administration.ts'
import { changeTeam } from './change-team.ts'
import { inTransaction } from './connection.ts'

type TeamCommands = Pick<
  PeopleCommands,
  'addTeam' | 'changeTeam' | 'removeTeam' | 'setTeamMember' | 'setProjectTeam'
>

/** Returns the commands about teams. */
export function createTeamCommands(
  db: DatabaseSync,
  administration: Administration,
  forgetIssue: (issueId: number) => void,
): TeamCommands {
  const { kysely, run } = administration
  const exists = (table: 'teams' | 'users' | 'projects', id: number): boolean =>
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
    changeTeam: async (input) => inTransaction(db, () => changeTeam(administration, input)),
    removeTeam: async (teamId) =>
      inTransaction(db, () => {
        if (!exists('teams', teamId)) return 'not-found'
        run(kysely.deleteFrom('teams').where('id', '=', teamId))
        run(kysely.deleteFrom('team_members').where('team_id', '=', teamId))
        run(kysely.deleteFrom('project_teams').where('team_id', '=', teamId))
        const theirs = kysely.updateTable('issues').where('assignee', '=', `team:${teamId}`)
        for (const { id } of run(theirs.set({ assignee: null }).returning('id')).rows) forgetIssue(id)
        return 'done'
      }),
    setTeamMember: async ({ teamId, userId, isMember }) =>
      inTransaction(db, () => {
        if (!exists('teams', teamId) || !exists('users', userId)) return 'not-found'
        const row = { team_id: teamId, user_id: userId }
        if (isMember)
          run(
            kysely
              .insertInto('team_members')
              .values(row)
              .onConflict((on) => on.doNothing()),
          )
        else
          run(kysely.deleteFrom('team_members').where('team_id', '=', teamId).where('user_id', '=', userId))
        return 'done'
      }),
    setProjectTeam: async ({ projectId, teamId, isOf }) =>
      inTransaction(db, () => {
        if (!exists('teams', teamId) || !exists('projects', projectId)) return 'not-found'
        const row = { project_id: projectId, team_id: teamId }
        const own = kysely.deleteFrom('project_teams').where('project_id', '=', projectId)
        if (isOf)
          run(
            kysely
              .insertInto('project_teams')
              .values(row)
              .onConflict((on) => on.doNothing()),
          )
        else run(own.where('team_id', '=', teamId))
        return 'done'
      }),
  }
}
