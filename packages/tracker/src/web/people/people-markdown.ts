import { fence, safeText } from '@culprit/view'
import { ownersText } from './owners-view.ts'
import type { OwnershipView } from './ownership-view.ts'
import type { PeopleView, TeamView } from './people-view.ts'
import type { TryView } from './try-view.ts'

/** Returns members and teams as Markdown; names stand in a fence, since people choose them. */
export function peopleMarkdown({ members, teams }: PeopleView): string {
  const teamLines = teams.map(
    ({ slug, name, members: count, projects }) =>
      `#${slug}  ${name}  ${count} members${projects.length > 0 ? `  owns ${projects.join(', ')}` : ''}`,
  )
  const memberLines = members.map(({ id, name, email, teams: own }) =>
    [String(id), name, email === name ? '' : email, ...own.map(({ slug }) => `#${slug}`)]
      .filter((part) => part !== '')
      .join('  '),
  )
  return `# Teams\n\n${block(teamLines)}\n\n# Members\n\n${block(memberLines)}\n`
}

/** Returns one team as Markdown. */
export function teamMarkdown({ team, members, projects, uses }: TeamView): string {
  const chosen = [...members, ...projects].filter((each) => each.chosen)
  const lines = [
    `#${team.slug}  ${team.name}`,
    ...chosen.map(({ name, detail }) => `- ${name}${detail === '' ? '' : `  ${detail}`}`),
    ...uses.lines.map(({ project, line, text }) => `${project}, line ${line}: ${text}`),
    ...uses.rules.map(({ id, name }) => `rule ${id}: ${name}`),
    `${uses.assignedIssues} assigned issues`,
  ]
  return `# Team\n\n${block(lines)}\n`
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? 'None.' : fence(safeText(lines.join('\n')))
}

/** Returns a project's ownership rules as Markdown, with what is wrong and what a try-out came to. */
export function ownershipMarkdown({ project, raw, problems, tried }: OwnershipView): string {
  const wrong = problems.map(({ line, message }) => `Line ${line}: ${message}`)
  const parts = [
    `# Ownership of ${project}\n\n${block(raw === '' ? [] : [raw])}`,
    ...(wrong.length > 0 ? [`## Wrong\n\n${block(wrong)}`] : []),
    ...(tried ? [`## Who would be told\n\n${block(triedLines(tried))}`] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

function triedLines({ problem, owners, rules }: TryView): readonly string[] {
  if (problem !== undefined) return [problem]
  return [
    `Owners: ${(owners && ownersText(owners)) || 'nobody'}`,
    ...rules.flatMap(({ name, people, places }) => [
      `${name}:`,
      ...people.map((each) => `  ${each.told ? '' : 'not '}${each.name}: ${each.why}`),
      ...places.map((place) => `  ${place}`),
    ]),
  ]
}
