import type { AlertAttribute } from './alert-filter.ts'
import type { AlertPeople } from './alert-people.ts'
import type { FingerprintedEvent } from './digest-plan.ts'

/** One line of a project's ownership rules. */
export interface OwnershipRule {
  /** 1-based. */
  readonly line: number
  /** As written, trimmed. */
  readonly text: string
  readonly kind: 'path' | 'url' | 'tag'
  /** The tag's key, in lower case. */
  readonly key?: string | undefined
  /** Whether a file's path, a URL or a tag's value is what the rule says. */
  readonly matches: (value: string) => boolean
  /** `#team` or a mail address. */
  readonly owners: readonly string[]
}

/** What is wrong with a line, and what to do. */
export interface OwnershipProblem {
  /** 1-based. */
  readonly line: number
  readonly message: string
}

/** What of an event decides who owns it. */
export type OwnedEvent = Pick<FingerprintedEvent, 'metadata' | 'tags' | 'attributes'>

const maxRules = 500
const maxPattern = 200

/** The text of a project's rules has at most so many characters. */
export const maxOwnershipChars = 100_000

const matcher = /^(?:(path|url)|tags\.([^:\s]+)):(?:"([^"]*)"|(\S+))(?=\s|$)/

/**
 * Reads ownership rules: `path:src/checkout/* #payments ada@example.org`, `url:https://shop.example/admin/* #web`,
 * `tags.browser:"Safari 18*" #web`. A `*` stands for any text; empty lines and those that begin with `#` are passed over.
 */
export function parseOwnership(raw: string): {
  readonly rules: readonly OwnershipRule[]
  readonly problems: readonly OwnershipProblem[]
} {
  const rules: OwnershipRule[] = []
  const problems: OwnershipProblem[] = []
  for (const [index, each] of raw.split('\n').entries()) {
    const text = each.trim()
    if (text === '' || text.startsWith('#')) continue
    const line = index + 1
    const rule = rules.length < maxRules ? parseLine(text, line) : `There are more than ${maxRules} rules.`
    if (typeof rule === 'string') problems.push({ line, message: rule })
    else rules.push(rule)
    if (rules.length === maxRules && problems.length > 0) break
  }
  return { rules, problems }
}

function parseLine(text: string, line: number): OwnershipRule | string {
  const match = matcher.exec(text)
  const begin = shown(text.split(/\s/)[0] ?? '')
  if (!match) return `${begin} is no matcher. Begin with path:PATTERN, url:PATTERN or tags.KEY:PATTERN.`
  const glob = match[3] ?? match[4] ?? ''
  if (glob === '') return `${begin} matches nothing. Write a pattern after the colon, such as src/*.`
  if (glob.length > maxPattern)
    return `The pattern is longer than ${maxPattern} characters. Use * for a part.`
  const owners = text.slice(match[0].length).trim().split(/\s+/).filter(Boolean)
  if (owners.length === 0) return `${begin} has no owner. Add #team or a mail address behind it.`
  const wrong = owners.find((owner) => !/^#[a-z0-9_-]+$|^[^\s@#]+@[^\s@]+$/i.test(owner))
  if (wrong !== undefined) return `${shown(wrong)} is no owner. Write #team or a mail address.`
  const kind = match[1] === 'path' || match[1] === 'url' ? match[1] : 'tag'
  return { line, text, kind, key: match[2]?.toLowerCase(), matches: createGlob(glob), owners }
}

function shown(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text}"`
}

/** Returns the owners that nobody is: no team has the name, no member the address. */
export function unknownOwners(
  rules: readonly OwnershipRule[],
  people: Pick<AlertPeople, 'teams' | 'members'>,
): readonly OwnershipProblem[] {
  return rules.flatMap(({ line, owners }) =>
    owners
      .filter((owner) => ownersNamed(owner, people) === undefined)
      .map((owner) => ({
        line,
        message: owner.startsWith('#')
          ? `There is no team ${shown(owner)}. Make it first, or name another.`
          : `${shown(owner)} is no member's address. Add the member first, or name a team.`,
      })),
  )
}

/** Returns whom an owner names; undefined when there is no such team or member. */
export function ownersNamed(
  owner: string,
  { teams, members }: Pick<AlertPeople, 'teams' | 'members'>,
): { readonly team: AlertPeople['teams'][number] } | { readonly userId: number } | undefined {
  const name = owner.toLowerCase()
  if (name.startsWith('#')) {
    const team = teams.find(({ slug }) => slug === name.slice(1))
    return team && { team }
  }
  const member = members.find(({ email }) => email.toLowerCase() === name)
  return member && { userId: member.userId }
}

/** Returns the rule that says who owns an event: the last one that fits. */
export function owningRule(rules: readonly OwnershipRule[], event: OwnedEvent): OwnershipRule | undefined {
  return rules.findLast((rule) => fits(rule, event))
}

/** Returns the attributes that rules look at and an event's row does not hold. */
export function ownershipAttributes(rules: readonly OwnershipRule[]): readonly AlertAttribute[] {
  const kinds = new Set(rules.map(({ kind }) => kind))
  return [
    ...(kinds.has('path') ? (['stacktrace.filename', 'stacktrace.abs_path'] as const) : []),
    ...(kinds.has('url') ? (['http.url'] as const) : []),
  ]
}

/** Returns rules in which a team has its new name. */
export function renameTeam(raw: string, from: string, to: string): string {
  return raw
    .split('\n')
    .map((line) => {
      const head = matcher.exec(line.trimStart())?.[0]
      if (head === undefined) return line
      const end = line.length - line.trimStart().length + head.length
      const renamed = line
        .slice(end)
        .replaceAll(/#[a-z0-9_-]+(?=\s|$)/gi, (owner) =>
          owner.toLowerCase() === `#${from}` ? `#${to}` : owner,
        )
      return line.slice(0, end) + renamed
    })
    .join('\n')
}

function fits({ kind, key, matches }: OwnershipRule, event: OwnedEvent): boolean {
  const { metadata, tags, attributes = {} } = event
  switch (kind) {
    case 'path':
      return [
        ...(metadata.filename === undefined ? [] : [metadata.filename]),
        ...(attributes['stacktrace.filename'] ?? []),
        ...(attributes['stacktrace.abs_path'] ?? []),
      ].some(matches)
    case 'url':
      return (attributes['http.url'] ?? []).some(matches)
    case 'tag':
      return tags.some(([name, value]) => name.toLowerCase() === key && matches(value))
  }
}

/**
 * Returns whether a text is what a pattern says, without regard to case. Not by a regular expression: one with many
 * stars would go through all ways to split the text.
 */
function createGlob(pattern: string): (value: string) => boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*')
  const last = rest.pop()
  return (value) => {
    const text = value.toLowerCase()
    if (last === undefined) return text === first
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const part of rest) {
      const found = text.indexOf(part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return text.length - last.length >= at && text.endsWith(last)
  }
}
