import type { AlertMember, AlertPeople, AlertWish, MemberSettings, Team } from '../../domain/alert-people.ts'
import type { Administration } from './administration.ts'

/** Returns everybody who may be told of an alert; the same for the writer and for readers. */
export function readPeople(administration: Administration): AlertPeople {
  const { kysely, run } = administration
  return {
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

function readTeams({ kysely, run }: Administration): readonly Team[] {
  const members = Map.groupBy(run(kysely.selectFrom('team_members').selectAll()).rows, (row) => row.team_id)
  const projects = Map.groupBy(run(kysely.selectFrom('project_teams').selectAll()).rows, (row) => row.team_id)
  return run(kysely.selectFrom('teams').selectAll().orderBy('slug')).rows.map(({ id, slug, name }) => ({
    id,
    slug,
    name,
    members: (members.get(id) ?? []).map((row) => row.user_id),
    projects: (projects.get(id) ?? []).map((row) => row.project_id),
  }))
}
