import { teamLimits, type AlertMember, type AlertPeople, type Team } from '../../domain/alert-people.ts'
import { ownersNamed, parseOwnership } from '../../domain/ownership.ts'
import { visibleScope } from '../alerts/destination-view.ts'
import type { PageContext } from '../context.ts'

/** What the page of members and teams shows. */
export interface PeopleView {
  readonly members: readonly MemberItem[]
  readonly teams: readonly TeamItem[]
  readonly mail: 'configured' | 'off'
}

/** A member as lists show it. */
export interface MemberItem {
  readonly id: number
  /** The address when no name is known. */
  readonly name: string
  /** Empty when none is known. */
  readonly email: string
  readonly isYou: boolean
  readonly teams: readonly { readonly slug: string; readonly href: string }[]
}

/** A team as lists show it. */
export interface TeamItem {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly href: string
  readonly members: number
  readonly projects: readonly string[]
}

/** What the page of one team shows. */
export interface TeamView {
  readonly team: TeamItem
  readonly members: readonly Choice[]
  readonly projects: readonly Choice[]
  readonly uses: TeamUses
}

/** One box to tick. */
export interface Choice {
  readonly id: number
  readonly name: string
  readonly detail: string
  readonly chosen: boolean
}

/** Where a team is named, so that what removing it would do can be told. */
export interface TeamUses {
  readonly lines: readonly { readonly project: string; readonly line: number; readonly text: string }[]
  readonly rules: readonly { readonly id: number; readonly name: string }[]
  readonly assignedIssues: number
}

/** Reads members and teams. */
export async function readPeopleView(ctx: PageContext): Promise<PeopleView> {
  const people = await ctx.deps.reads.people()
  return {
    members: people.members.map((member) => memberItem(ctx, member, people.teams)),
    teams: people.teams.map((team) => teamItem(ctx, team)),
    mail: ctx.deps.config.mail,
  }
}

/** Reads one team by its slug; undefined when there is none. */
export async function readTeamView(
  ctx: PageContext,
  slug: string,
): Promise<{ readonly found: Team; readonly view: TeamView } | undefined> {
  const people = await ctx.deps.reads.people()
  const found = people.teams.find((team) => team.slug === slug)
  if (!found) return undefined
  const view: TeamView = {
    team: teamItem(ctx, found),
    members: people.members.map((member) => ({
      id: member.userId,
      name: nameOf(member),
      detail: member.name === undefined ? '' : member.email,
      chosen: found.members.includes(member.userId),
    })),
    projects: visibleProjects(ctx).map(({ id, name, slug: projectSlug }) => ({
      id,
      name,
      detail: name === projectSlug ? '' : projectSlug,
      chosen: found.projects.includes(id),
    })),
    uses: await usesOf(ctx, found, people),
  }
  return { found, view }
}

async function usesOf(ctx: PageContext, team: Team, people: AlertPeople): Promise<TeamUses> {
  const scope = visibleScope(ctx)
  const [rules, assignedIssues] = await Promise.all([
    ctx.deps.reads.alertRules(scope),
    ctx.deps.reads.assignedIssues(scope, { kind: 'team', id: team.id }),
  ])
  const lines = visibleProjects(ctx).flatMap(({ id, slug }) => {
    const raw = people.ownership.find(({ projectId }) => projectId === id)?.raw ?? ''
    return parseOwnership(raw)
      .rules.filter(({ owners }) => owners.some((owner) => names(owner, team, people)))
      .map(({ line, text }) => ({ project: slug, line, text }))
  })
  const mailsIt = rules.filter(
    ({ actions, filters }) =>
      actions.some(
        (each) => each.kind === 'mail' && each.target.kind === 'team' && each.target.id === team.id,
      ) || filters.some((each) => each.kind === 'assigned' && each.to === 'team' && each.id === team.id),
  )
  return { lines, rules: mailsIt.map(({ id, name }) => ({ id, name })), assignedIssues }
}

function names(owner: string, team: Team, people: AlertPeople): boolean {
  const named = ownersNamed(owner, people)
  return named !== undefined && 'team' in named && named.team.id === team.id
}

/** Returns what a member is called. */
export function nameOf({ name, email, userId }: AlertMember): string {
  return name || email || `member ${userId}`
}

/** Returns where the page of a team is. */
export function teamHref(slug: string): string {
  return `/alerts/people/teams/${slug}`
}

/** Returns a slug made of a name, empty when nothing of it can be in one: `Payments & Co` is `payments-co`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[-_]+|-+$/g, '')
    .slice(0, 50)
  return teamLimits.slug.test(slug) ? slug : ''
}

/** Returns the projects that people may be told about. */
export function visibleProjects(ctx: PageContext): PageContext['projects'] {
  return ctx.projects.filter(({ internal }) => !internal)
}

function memberItem(ctx: PageContext, member: AlertMember, teams: readonly Team[]): MemberItem {
  return {
    id: member.userId,
    name: nameOf(member),
    email: member.email,
    isYou: member.userId === ctx.user.id,
    teams: teams
      .filter((team) => team.members.includes(member.userId))
      .map(({ slug }) => ({ slug, href: teamHref(slug) })),
  }
}

function teamItem(ctx: PageContext, { id, slug, name, members, projects }: Team): TeamItem {
  return {
    id,
    slug,
    name,
    href: teamHref(slug),
    members: members.length,
    projects: visibleProjects(ctx)
      .filter((project) => projects.includes(project.id))
      .map((project) => project.name),
  }
}
