import { renameTeam } from '../../domain/ownership.ts'
import type { PeopleCommands } from '../../ports/people-commands.ts'
import type { Administration } from './administration.ts'

type TeamChange = Parameters<PeopleCommands['changeTeam']>[0]

/** Changes a team, inside a transaction. */
export function changeTeam(
  administration: Administration,
  { teamId, slug, name, members, projects }: TeamChange,
): 'done' | 'not-found' | 'taken' {
  const { kysely, run } = administration
  const [team] = run(kysely.selectFrom('teams').select(['id', 'slug']).where('id', '=', teamId)).rows
  if (!team) return 'not-found'
  if (slug !== undefined && slug !== team.slug) {
    if (run(kysely.selectFrom('teams').select('id').where('slug', '=', slug)).rows.length > 0) return 'taken'
    run(kysely.updateTable('teams').set({ slug }).where('id', '=', teamId))
    renameInRules(administration, team.slug, slug)
  }
  if (name !== undefined) run(kysely.updateTable('teams').set({ name }).where('id', '=', teamId))
  if (members) replaceMembers(administration, teamId, members)
  if (projects) replaceProjects(administration, teamId, projects)
  return 'done'
}

/** Rules name teams by slug: a new one must not take the team out of them. */
function renameInRules({ kysely, run }: Administration, from: string, to: string): void {
  for (const { project_id: projectId, raw } of run(kysely.selectFrom('ownership').selectAll()).rows) {
    const renamed = renameTeam(raw, from, to)
    if (renamed !== raw)
      run(kysely.updateTable('ownership').set({ raw: renamed }).where('project_id', '=', projectId))
  }
}

function replaceMembers({ kysely, run }: Administration, teamId: number, wanted: readonly number[]): void {
  run(kysely.deleteFrom('team_members').where('team_id', '=', teamId))
  if (wanted.length === 0) return
  const users = run(
    kysely
      .selectFrom('users')
      .select('id')
      .where('id', 'in', [...wanted]),
  ).rows
  for (const { id } of users) run(kysely.insertInto('team_members').values({ team_id: teamId, user_id: id }))
}

function replaceProjects({ kysely, run }: Administration, teamId: number, wanted: readonly number[]): void {
  run(kysely.deleteFrom('project_teams').where('team_id', '=', teamId))
  if (wanted.length === 0) return
  const projects = run(
    kysely
      .selectFrom('projects')
      .select('id')
      .where('id', 'in', [...wanted]),
  ).rows
  for (const { id } of projects)
    run(kysely.insertInto('project_teams').values({ team_id: teamId, project_id: id }))
}
