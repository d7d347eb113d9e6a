import { teamLimits, type Team } from '../../domain/alert-people.ts'
import { requireOrganisation, requireProject } from '../access.ts'
import type { ApiCall } from '../api-call.ts'
import { ApiError, apiJson } from '../api-error.ts'
import { FieldErrors } from '../field-errors.ts'
import { readJsonObject } from '../read-json.ts'
import { requireMember } from './member-endpoints.ts'
import { teamJson } from './people-json.ts'

const notFound = 'The requested resource does not exist'
const taken = 'A team with this slug already exists.'

/** Lists the teams by slug. */
export async function listTeams(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const { teams } = await call.deps.commands.alertPeople()
  return apiJson(teams.map((team) => teamJson(team, call.access.projects)))
}

/** Makes a team: `{"slug": "payments", "name": "Payments"}`. */
export async function postTeam(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const { slug, name = slug } = await readJsonObject(call.request)
  const team = { slug: toSlug(slug), name: toName(name) }
  const added = await call.deps.commands.addTeam({ ...team, now: call.now })
  if (added === 'taken') throw new ApiError(409, taken)
  return answerTeam(call, team.slug, 201)
}

/** Answers one team. */
export async function getTeam(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  return answerTeam(call, call.params['team'])
}

/** Renames a team: `{"slug": "money", "name": "Money"}`; ownership rules that name it go along. */
export async function putTeam(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const team = await requireTeam(call, call.params['team'])
  const { slug, name } = await readJsonObject(call.request)
  const change = {
    slug: slug === undefined ? undefined : toSlug(slug),
    name: name === undefined ? undefined : toName(name),
  }
  const changed = await call.deps.commands.changeTeam({ teamId: team.id, ...change })
  if (changed === 'taken') throw new ApiError(409, taken)
  return answerTeam(call, change.slug ?? team.slug)
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
  return teamJson(await requireTeam(call, slug), call.access.projects)
}

/** Lists the teams of a project. */
export async function listProjectTeams(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const project = requireProject(call.access, call.params['project'])
  const { teams } = await call.deps.commands.alertPeople()
  const own = teams.filter((team) => team.projects.includes(project.id))
  return apiJson(own.map((team) => teamJson(team, call.access.projects)))
}

/** Makes a project a team's, too. */
export async function addProjectTeam(call: ApiCall): Promise<Response> {
  return changeProject(call, { isOf: true, status: 201 })
}

/** Takes a project from a team. */
export async function removeProjectTeam(call: ApiCall): Promise<Response> {
  return changeProject(call, { isOf: false, status: 200 })
}

async function changeProject(
  call: ApiCall,
  { isOf, status }: { readonly isOf: boolean; readonly status: number },
): Promise<Response> {
  requireOrganisation(call.params['org'])
  const project = requireProject(call.access, call.params['project'])
  const { id, slug } = await requireTeam(call, call.params['team'])
  await call.deps.commands.setProjectTeam({ projectId: project.id, teamId: id, isOf })
  return answerTeam(call, slug, status)
}

async function answerTeam(call: ApiCall, name: string | undefined, status = 200): Promise<Response> {
  return apiJson(teamJson(await requireTeam(call, name), call.access.projects), { status })
}

function toSlug(value: unknown): string {
  if (typeof value === 'string' && teamLimits.slug.test(value)) return value
  throw new FieldErrors({ slug: ['Enter a slug of lowercase letters, numbers, underscores or hyphens.'] })
}

function toName(value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= teamLimits.nameChars)
    return value.trim()
  throw new FieldErrors({ name: [`Must be a text of 1 to ${teamLimits.nameChars} characters.`] })
}

async function requireTeam({ deps }: ApiCall, name: string | undefined): Promise<Team> {
  const { teams } = await deps.commands.alertPeople()
  const team = teams.find(({ id, slug }) => slug === name || String(id) === name)
  if (!team) throw new ApiError(404, notFound)
  return team
}
