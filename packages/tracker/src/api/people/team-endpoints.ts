import type { Team } from '../../domain/alert-people.ts'
import { requireOrganisation } from '../access.ts'
import type { ApiCall } from '../api-call.ts'
import { ApiError, apiJson } from '../api-error.ts'
import { FieldErrors } from '../field-errors.ts'
import { readJsonObject } from '../read-json.ts'
import { requireMember } from './member-endpoints.ts'
import { teamJson } from './people-json.ts'

const notFound = 'The requested resource does not exist'

/** Lists the teams by slug. */
export async function listTeams(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const { teams } = await call.deps.commands.alertPeople()
  return apiJson(teams.map(teamJson))
}

/** Makes a team: `{"slug": "payments", "name": "Payments"}`. */
export async function postTeam(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const { slug, name = slug } = await readJsonObject(call.request)
  if (typeof slug !== 'string' || !/^[a-z0-9][a-z0-9_-]{0,49}$/.test(slug))
    throw new FieldErrors({ slug: ['Enter a slug of lowercase letters, numbers, underscores or hyphens.'] })
  if (typeof name !== 'string' || name.length > 64)
    throw new FieldErrors({ name: ['Must be a text of at most 64 characters.'] })
  const added = await call.deps.commands.addTeam({ slug, name, now: call.now })
  if (added === 'taken') throw new ApiError(409, 'A team with this slug already exists.')
  return apiJson(teamJson(await requireTeam(call, slug)), { status: 201 })
}

/** Removes a team; its members stay. */
export async function deleteTeam(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const { id } = await requireTeam(call, call.params['team'])
  await call.deps.commands.removeTeam(id)
  return new Response(null, { status: 204 })
}

/** Puts a member into a team. */
export async function joinTeam(call: ApiCall): Promise<Response> {
  return apiJson(await changeMembership(call, true), { status: 201 })
}

/** Takes a member out of a team. */
export async function leaveTeam(call: ApiCall): Promise<Response> {
  return apiJson(await changeMembership(call, false))
}

async function changeMembership(call: ApiCall, isMember: boolean): Promise<unknown> {
  requireOrganisation(call.params['org'])
  const { userId } = await requireMember(call, call.params['member'])
  const { id, slug } = await requireTeam(call, call.params['team'])
  await call.deps.commands.setTeamMember({ teamId: id, userId, isMember })
  return teamJson(await requireTeam(call, slug))
}

async function requireTeam({ deps }: ApiCall, name: string | undefined): Promise<Team> {
  const { teams } = await deps.commands.alertPeople()
  const team = teams.find(({ id, slug }) => slug === name || String(id) === name)
  if (!team) throw new ApiError(404, notFound)
  return team
}
