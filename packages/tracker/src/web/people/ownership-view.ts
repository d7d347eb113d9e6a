import {
  maxOwnershipChars,
  parseOwnership,
  unknownOwners,
  type OwnershipProblem,
} from '../../domain/ownership.ts'
import type { Project } from '../../domain/project.ts'
import type { PageContext } from '../context.ts'
import { teamHref, visibleProjects } from './people-view.ts'
import type { TryInput, TryView } from './try-view.ts'

/** What the page of a project's ownership rules shows. */
export interface OwnershipView {
  readonly project: string
  readonly projects: readonly { readonly slug: string; readonly name: string }[]
  /** The rules as text, as they are stored or were entered. */
  readonly raw: string
  readonly rules: number
  readonly problems: readonly OwnershipProblem[]
  /** The teams whose the project is. */
  readonly teams: readonly { readonly slug: string; readonly href: string; readonly members: number }[]
  readonly input: TryInput
  readonly tried?: TryView | undefined
}

/** Problems shown at once. */
const shownProblems = 20

/** Returns the project that an address or a form names, the first when it names none; undefined for an unknown one. */
export function projectNamed(ctx: PageContext, slug: string): Project | undefined {
  const projects = visibleProjects(ctx)
  return slug === '' ? projects[0] : projects.find((project) => project.slug === slug)
}

/** Reads the page of a project's ownership rules; `raw` as it was entered, or as it is stored. */
export async function readOwnership(
  ctx: PageContext,
  project: Project,
  { raw, input }: { readonly raw?: string | undefined; readonly input: TryInput },
): Promise<OwnershipView> {
  const people = await ctx.deps.reads.people()
  const stored = people.ownership.find(({ projectId }) => projectId === project.id)?.raw ?? ''
  const text = raw ?? stored
  const { rules, problems } = parseOwnership(text)
  const tooLong = { line: 1, message: `The rules are longer than ${maxOwnershipChars} characters.` }
  const wrong = [...problems, ...unknownOwners(rules, people)].toSorted((a, b) => a.line - b.line)
  return {
    project: project.slug,
    projects: visibleProjects(ctx).map(({ slug, name }) => ({ slug, name })),
    raw: text,
    rules: rules.length,
    problems: text.length > maxOwnershipChars ? [tooLong] : wrong.slice(0, shownProblems),
    teams: people.teams
      .filter((team) => team.projects.includes(project.id))
      .map(({ slug, members }) => ({ slug, href: teamHref(slug), members: members.length })),
    input,
  }
}
