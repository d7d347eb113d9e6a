import { teamLimits } from '../../domain/alert-people.ts'
import { visibleScope } from '../alerts/destination-view.ts'
import type { PageContext } from '../context.ts'
import { parseEmail } from '../email.ts'
import { errorResponse, notFound } from '../error-page.tsx'
import type { PageRoute } from '../page-route.ts'
import { textField } from '../read-form.ts'
import { redirectTo, renderJson, renderMarkdown, renderPage } from '../render-page.ts'
import { peopleMarkdown, teamMarkdown } from './people-markdown.ts'
import { PeoplePage, type EnteredPeople } from './people-page.tsx'
import { readPeopleView, readTeamView, slugOf, teamHref, type MemberItem } from './people-view.ts'
import { RemoveMemberPage } from './remove-member-page.tsx'
import { TeamPage } from './team-page.tsx'

const people = '/alerts/people'
const team = `${people}/teams/:slug`
const removal = `${people}/members/:id/remove`
const maxNameChars = 128

/** Who can be told: members and teams. */
export const peopleRoutes: readonly PageRoute[] = [
  { method: 'GET', path: people, handle: (ctx) => showPeople(ctx) },
  { method: 'POST', path: `${people}/members`, handle: (ctx, _params, form) => addMember(ctx, form) },
  { method: 'GET', path: removal, handle: (ctx, { id = '' }) => askRemoval(ctx, id) },
  { method: 'POST', path: removal, handle: (ctx, { id = '' }) => removeMember(ctx, id) },
  { method: 'POST', path: `${people}/teams`, handle: (ctx, _params, form) => addTeam(ctx, form) },
  { method: 'GET', path: team, handle: (ctx, { slug = '' }) => showTeam(ctx, slug) },
  { method: 'POST', path: team, handle: (ctx, { slug = '' }, form) => changeTeam(ctx, slug, form) },
  { method: 'POST', path: `${team}/remove`, handle: (ctx, { slug = '' }) => removeTeam(ctx, slug) },
]

async function showPeople(ctx: PageContext, entered?: EnteredPeople): Promise<Response> {
  const view = await readPeopleView(ctx)
  if (ctx.wants === 'json') return renderJson(view)
  if (ctx.wants === 'md') return renderMarkdown(peopleMarkdown(view))
  const status = entered === undefined ? 200 : 400
  return renderPage(<PeoplePage ctx={ctx} view={view} entered={entered} />, ctx, { status })
}

async function addMember(ctx: PageContext, form: FormData | undefined): Promise<Response> {
  const values = { email: textField(form, 'email').trim(), name: textField(form, 'name').trim() }
  const email = parseEmail(values.email)
  if (email === undefined) return showPeople(ctx, wrong(values, { email: 'This is no e-mail address.' }))
  if (values.name.length > maxNameChars)
    return showPeople(ctx, wrong(values, { name: `At most ${maxNameChars} characters.` }))
  const name = values.name === '' ? undefined : values.name
  const added = await ctx.deps.commands.addMember({ email, name, now: ctx.now })
  if (added === 'taken') return showPeople(ctx, wrong(values, { email: `${email} is a member already.` }))
  return redirectTo(`${people}?added`)
}

async function findMember(ctx: PageContext, id: string): Promise<MemberItem | undefined> {
  const { members } = await readPeopleView(ctx)
  return members.find((member) => String(member.id) === id)
}

async function askRemoval(ctx: PageContext, id: string): Promise<Response> {
  const member = await findMember(ctx, id)
  if (member === undefined) return notFound(ctx, 'member')
  const assignedIssues = await ctx.deps.reads.assignedIssues(visibleScope(ctx), {
    kind: 'member',
    id: member.id,
  })
  if (ctx.wants === 'json') return renderJson({ member, assignedIssues })
  return renderPage(<RemoveMemberPage ctx={ctx} member={member} assignedIssues={assignedIssues} />, ctx)
}

async function removeMember(ctx: PageContext, id: string): Promise<Response> {
  const member = await findMember(ctx, id)
  if (member === undefined) return notFound(ctx, 'member')
  if ((await ctx.deps.commands.removeMember(member.id)) === 'done') return redirectTo(`${people}?removed`)
  return errorResponse(ctx, {
    status: 403,
    title: 'The owner stays',
    text: 'Whoever owns this tracker cannot be removed. Choose to be mailed nothing instead.',
  })
}

/** What the two forms of a team send; `problems` is empty when it is in order. */
function readTeam(
  form: FormData | undefined,
): EnteredPeople & { readonly name: string; readonly slug: string } {
  const values = { team: textField(form, 'team').trim(), slug: textField(form, 'slug').trim() }
  const slug = values.slug === '' ? slugOf(values.team) : values.slug.replace(/^#/, '').toLowerCase()
  const problems: Record<string, string> = {}
  if (values.team === '') problems['team'] = 'A name is needed.'
  if (values.team.length > teamLimits.nameChars)
    problems['team'] = `At most ${teamLimits.nameChars} characters.`
  if (!teamLimits.slug.test(slug) && !('team' in problems))
    problems['slug'] = 'Use small letters, digits, - and _, at most 50; a letter or digit first.'
  return { values, problems, name: values.team, slug }
}

async function addTeam(ctx: PageContext, form: FormData | undefined): Promise<Response> {
  const { values, problems, name, slug } = readTeam(form)
  if (Object.keys(problems).length > 0) return showPeople(ctx, wrong(values, problems))
  const added = await ctx.deps.commands.addTeam({ slug, name, now: ctx.now })
  if (added === 'taken') return showPeople(ctx, wrong(values, { slug: takenText(slug) }))
  return redirectTo(`${teamHref(slug)}?added`)
}

async function showTeam(ctx: PageContext, slug: string): Promise<Response> {
  const read = await readTeamView(ctx, slug)
  if (read === undefined) return notFound(ctx, 'team')
  if (ctx.wants === 'json') return renderJson(read.view)
  if (ctx.wants === 'md') return renderMarkdown(teamMarkdown(read.view))
  return renderPage(<TeamPage ctx={ctx} view={read.view} />, ctx)
}

async function changeTeam(ctx: PageContext, slug: string, form: FormData | undefined): Promise<Response> {
  const read = await readTeamView(ctx, slug)
  if (read === undefined) return notFound(ctx, 'team')
  const { found, view } = read
  const { values, problems, name, slug: wanted } = readTeam(form)
  const [members, shown] = [idsIn(form, 'member'), idsIn(form, 'project')]
  // Projects that the page does not show keep the team.
  const hidden = found.projects.filter((id) => view.projects.every((project) => project.id !== id))
  const change = { slug: wanted, name, members, projects: [...hidden, ...shown] }
  const changed =
    Object.keys(problems).length > 0
      ? 'wrong'
      : await ctx.deps.commands.changeTeam({ teamId: found.id, ...change })
  if (changed === 'done') return redirectTo(`${teamHref(wanted)}?saved`)
  if (changed === 'not-found') return notFound(ctx, 'team')
  const entered = wrong(values, changed === 'taken' ? { slug: takenText(wanted) } : problems)
  const chosen = {
    ...view,
    members: view.members.map((each) => ({ ...each, chosen: members.includes(each.id) })),
    projects: view.projects.map((each) => ({ ...each, chosen: shown.includes(each.id) })),
  }
  return renderPage(<TeamPage ctx={ctx} view={chosen} entered={entered} />, ctx, { status: 400 })
}

async function removeTeam(ctx: PageContext, slug: string): Promise<Response> {
  const read = await readTeamView(ctx, slug)
  if (read === undefined) return notFound(ctx, 'team')
  await ctx.deps.commands.removeTeam(read.found.id)
  return redirectTo(`${people}?removed`)
}

function wrong(values: EnteredPeople['values'], problems: EnteredPeople['problems']): EnteredPeople {
  return { values, problems }
}

function takenText(slug: string): string {
  return `There is a team #${slug} already.`
}

function idsIn(form: FormData | undefined, name: string): readonly number[] {
  return (form?.getAll(name) ?? []).map(Number).filter(Number.isSafeInteger)
}
