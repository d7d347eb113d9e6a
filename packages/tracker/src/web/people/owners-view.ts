import { createAddressBook } from '../../digest/alerts/destinations.ts'
import { eventAttributes } from '../../digest/alerts/event-attributes.ts'
import type { IssueOwners } from '../../digest/alerts/issue-owners.ts'
import type { AlertPeople } from '../../domain/alert-people.ts'
import type { StoredEvent } from '../../domain/event.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Issue, IssueMetadata } from '../../domain/issue.ts'
import { ownershipAttributes, parseOwnership, type OwnedEvent } from '../../domain/ownership.ts'
import { nameOf, teamHref } from './people-view.ts'

/** Who owns an issue, and why. */
export interface OwnersView {
  readonly by: IssueOwners['by']
  /** The ownership rule that says so. */
  readonly rule?: { readonly line: number; readonly text: string } | undefined
  readonly teams: readonly {
    readonly slug: string
    readonly href: string
    /** Names. */
    readonly members: readonly string[]
  }[]
  /** Names of those who own it by themselves. */
  readonly members: readonly string[]
}

/** Returns owners as pages show them. */
export function ownersView({ by, rule, teams, members }: IssueOwners, people: AlertPeople): OwnersView {
  return {
    by,
    rule: rule && { line: rule.line, text: rule.text },
    teams: teams.map((team) => ({
      slug: team.slug,
      href: teamHref(team.slug),
      members: people.members.filter(({ userId }) => team.members.includes(userId)).map(nameOf),
    })),
    members: members.map(nameOf),
  }
}

/** Returns owners in a line of text; empty when nobody owns it. */
export function ownersText({ by, rule, teams, members }: OwnersView): string {
  if (by === 'nobody') return ''
  const names = [...teams.map(({ slug }) => `#${slug}`), ...members].join(', ') || 'nobody'
  return rule ? `${names} (line ${rule.line} of the ownership rules: ${rule.text})` : `${names} (assigned)`
}

/** Returns who owns an issue, as its event says. */
export function ownersOfIssue(
  people: AlertPeople,
  { projectId, metadata, assignee }: Issue,
  { event, now }: { readonly event: StoredEvent | undefined; readonly now: Instant },
): OwnersView {
  const raw = people.ownership.find((own) => own.projectId === projectId)?.raw ?? ''
  const book = createAddressBook(people)
  const subject = { projectId, now, assignee, event: ownedEventOf(metadata, event, raw) }
  return ownersView(book.ownersOf(subject), people)
}

/** Returns what of an event decides who owns it, as the digest saw it. Without an event only the issue's file is known. */
export function ownedEventOf(
  metadata: IssueMetadata,
  event: StoredEvent | undefined,
  raw: string,
): OwnedEvent {
  if (!event) return { metadata, tags: [] }
  const wanted = ownershipAttributes(parseOwnership(raw).rules)
  return { metadata, tags: event.tags, attributes: eventAttributes(event, wanted) }
}
