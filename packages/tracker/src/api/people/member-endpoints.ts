import {
  alertWishes,
  type AlertMember,
  type AlertWish,
  type MemberSettings,
} from '../../domain/alert-people.ts'
import { parseQuietHours } from '../../domain/quiet-hours.ts'
import { requireOrganisation, requireProject } from '../access.ts'
import type { ApiCall } from '../api-call.ts'
import { ApiError, apiJson } from '../api-error.ts'
import { FieldErrors } from '../field-errors.ts'
import { readJsonObject } from '../read-json.ts'
import { memberJson, otherProjects } from './people-json.ts'

const notFound = 'The requested resource does not exist'
const address = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+$/

/** Lists the members, oldest first. */
export async function listMembers(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const { members } = await call.deps.commands.alertPeople()
  return apiJson(members.map((member) => memberJson(member, call.access.projects)))
}

/** Adds a member, who gets mail and cannot sign in: `{"email": "ada@example.org", "name": "Ada"}`. */
export async function postMember(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const { email, name } = await readJsonObject(call.request)
  if (typeof email !== 'string' || email.length > 254 || !address.test(email))
    throw new FieldErrors({ email: ['Enter a valid email address.'] })
  const added = await call.deps.commands.addMember({ email, name: toName(name), now: call.now })
  if (added === 'taken') throw new FieldErrors({ email: [`The user ${email} is already a member`] })
  return apiJson(memberJson(await requireMember(call, String(added.userId)), call.access.projects), {
    status: 201,
  })
}

/** Answers one member. */
export async function getMember(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  return apiJson(memberJson(await requireMember(call, call.params['member']), call.access.projects))
}

/** Changes what a member wants to hear: `{"alerts": {"wants": {"*": "mine"}, "quietHours": null}}`. */
export async function putMember(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const member = await requireMember(call, call.params['member'])
  const { name, alerts } = await readJsonObject(call.request)
  await call.deps.commands.changeMember({
    userId: member.userId,
    name: toName(name),
    ...toChoices(call, member, alerts),
  })
  return getMember(call)
}

/** Removes a member; the owner stays. */
export async function deleteMember(call: ApiCall): Promise<Response> {
  requireOrganisation(call.params['org'])
  const { userId } = await requireMember(call, call.params['member'])
  if ((await call.deps.commands.removeMember(userId)) === 'not-found')
    throw new ApiError(403, 'The owner cannot be removed.')
  return new Response(null, { status: 204 })
}

/** Returns the member that a path names by id, or by `me` for the owner. @throws {ApiError} 404 */
export async function requireMember({ deps }: ApiCall, name: string | undefined): Promise<AlertMember> {
  const { members } = await deps.commands.alertPeople()
  const member = members.find(({ userId }) => String(userId) === name)
  if (!member) throw new ApiError(404, notFound)
  return member
}

function toName(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string' && value.length <= 128) return value.trim()
  throw new FieldErrors({ name: ['Must be a text of at most 128 characters.'] })
}

interface Choices {
  readonly settings?: MemberSettings | undefined
  readonly wishes?: AlertMember['wishes'] | undefined
}

function toChoices(call: ApiCall, member: AlertMember, sent: unknown): Choices {
  if (sent === undefined) return {}
  if (typeof sent !== 'object' || sent === null) throw new FieldErrors({ alerts: ['Must be an object.'] })
  const {
    wants,
    quietHours,
    weeklyReport,
  }: { wants?: unknown; quietHours?: unknown; weeklyReport?: unknown } = sent
  if (weeklyReport !== undefined && typeof weeklyReport !== 'boolean')
    throw new FieldErrors({ weeklyReport: ['Must be true or false.'] })
  return {
    settings: {
      quietHours: quietHours === undefined ? member.settings.quietHours : toQuietHours(quietHours),
      weeklyReport: weeklyReport ?? member.settings.weeklyReport,
    },
    wishes: wants === undefined ? undefined : toWishes(call, wants),
  }
}

function toQuietHours(value: unknown): MemberSettings['quietHours'] {
  if (value === null) return undefined
  const hours = parseQuietHours(value)
  if (typeof hours === 'string') throw new FieldErrors({ quietHours: [hours] })
  return hours
}

function toWishes({ access }: ApiCall, wants: unknown): AlertMember['wishes'] {
  if (typeof wants !== 'object' || wants === null) throw new FieldErrors({ wants: ['Must be an object.'] })
  return Object.entries(wants).map(([slug, wish]) => {
    const wanted: AlertWish | undefined = alertWishes.find((known) => known === wish)
    if (!wanted) throw new FieldErrors({ wants: [`Must be one of ${alertWishes.join(', ')}.`] })
    return { projectId: slug === otherProjects ? 0 : requireProject(access, slug).id, wants: wanted }
  })
}
