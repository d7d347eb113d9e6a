import type { MailTarget } from '../../domain/alert-action.ts'
import { wishOf, type AlertMember, type AlertPeople } from '../../domain/alert-people.ts'
import type { AlertRule } from '../../domain/alert-rule.ts'
import type { AlertDestination, FireDestination } from '../../domain/alert.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Assignee } from '../../domain/issue.ts'
import { ownersOf, parseOwnership, type OwnershipRule } from '../../domain/ownership.ts'
import { quietUntil } from '../../domain/quiet-hours.ts'

/** What an alert is about, as far as it decides who is told. */
export interface AlertSubject {
  readonly projectId: number
  readonly now: Instant
  readonly event?: FingerprintedEvent | undefined
  readonly assignee?: Assignee | undefined
}

/** Finds out where alerts go. */
export interface AddressBook {
  /** Returns where a rule's alert goes, each place once. */
  destinationsOf(rule: AlertRule, subject: AlertSubject): readonly FireDestination[]
}

/** Returns the address book of some people; made anew when they change. */
export function createAddressBook(people: AlertPeople): AddressBook {
  const ownership = new Map(
    people.ownership.map(({ projectId, raw }) => [projectId, parseOwnership(raw).rules]),
  )
  const gone = new Set(people.unsubscribed.map(({ address, projectId }) => `${projectId} ${address}`))
  const book: Book = {
    people,
    ownership,
    isGone: (address, projectId) => {
      const lower = address.toLowerCase()
      return gone.has(`${projectId} ${lower}`) || gone.has(`0 ${lower}`)
    },
  }
  return { destinationsOf: (rule, subject) => findDestinations(book, rule, subject) }
}

interface Book {
  readonly people: AlertPeople
  readonly ownership: ReadonlyMap<number, readonly OwnershipRule[]>
  isGone(address: string, projectId: number): boolean
}

/** Where mails have nobody to go to, the one destination has no address: the outbox shows what could not be sent. */
function findDestinations(book: Book, rule: AlertRule, subject: AlertSubject): readonly FireDestination[] {
  const addresses = new Map<string, AlertMember | undefined>()
  const channels = new Set<number>()
  let isMailLost = false
  for (const action of rule.actions) {
    if (action.kind === 'channel') {
      channels.add(action.destinationId)
      continue
    }
    const readers = readersOf(book, action.target, subject)
    if (readers === 'nobody') isMailLost = true
    else for (const { address, member } of readers) addresses.set(address, member)
  }
  const own = rule.quietHours && quietUntil(rule.quietHours, subject.now)
  const places: (AlertDestination & { readonly member?: AlertMember | undefined })[] = [
    ...[...addresses].map(([address, member]) => ({ kind: 'mail', address, member }) as const),
    ...(addresses.size === 0 && isMailLost ? [{ kind: 'mail', address: '' } as const] : []),
    ...[...channels].map((destinationId) => ({ kind: 'channel', destinationId }) as const),
  ]
  return places.map(({ member, ...place }) => {
    const hours = member?.settings.quietHours
    const heldUntil = Math.max(own ?? 0, (hours && quietUntil(hours, subject.now)) ?? 0)
    return heldUntil > 0 ? { ...place, heldUntil } : place
  })
}

interface Reader {
  readonly address: string
  readonly member?: AlertMember | undefined
}

/** `nobody`: the target has no address at all; an empty list: those it has want none of it. */
function readersOf(book: Book, target: MailTarget, subject: AlertSubject): readonly Reader[] | 'nobody' {
  const { projectId } = subject
  if (target.kind === 'address')
    return book.isGone(target.address, projectId) ? [] : [{ address: target.address }]
  const { members, byName } = membersOf(book, target, subject)
  const reachable = members.filter(({ email }) => email !== '')
  if (reachable.length === 0)
    return target.kind === 'owners' && !byName && target.fallthrough === 'nobody' ? [] : 'nobody'
  const mine = ownerIdsOf(book, subject)
  return reachable
    .filter((member) => {
      const wants = wishOf(member, projectId)
      if (wants === 'nothing' || book.isGone(member.email, projectId)) return false
      return wants === 'everything' || byName || mine.has(member.userId)
    })
    .map((member) => ({ address: member.email, member }))
}

interface Targeted {
  readonly members: readonly AlertMember[]
  /** They were named or own the issue, and are not told for being members alone. */
  readonly byName: boolean
}

function membersOf(
  book: Book,
  target: Exclude<MailTarget, { readonly kind: 'address' }>,
  subject: AlertSubject,
): Targeted {
  const { members } = book.people
  const of = (ids: ReadonlySet<number>): readonly AlertMember[] =>
    members.filter(({ userId }) => ids.has(userId))
  switch (target.kind) {
    case 'all-members':
      return { members, byName: false }
    case 'member':
      return { members: of(new Set([target.id])), byName: true }
    case 'team':
      return { members: of(teamIds(book, target.id)), byName: true }
    case 'owners': {
      const owners = ownerIdsOf(book, subject)
      if (owners.size > 0) return { members: of(owners), byName: true }
      return { members: target.fallthrough === 'nobody' ? [] : members, byName: false }
    }
  }
}

/** Whoever the issue is assigned to; without an assignee, whom the project's ownership rules name. */
function ownerIdsOf(book: Book, { assignee, event, projectId }: AlertSubject): ReadonlySet<number> {
  if (assignee) return assignee.kind === 'member' ? new Set([assignee.id]) : teamIds(book, assignee.id)
  const rules = book.ownership.get(projectId)
  if (!rules || !event) return new Set()
  const ids = new Set<number>()
  for (const owner of ownersOf(rules, event)) {
    const name = owner.slice(1).toLowerCase()
    const team = owner.startsWith('#') ? book.people.teams.find(({ slug }) => slug === name) : undefined
    for (const id of team?.members ?? []) ids.add(id)
    const lower = owner.toLowerCase()
    const member = book.people.members.find(({ email }) => email.toLowerCase() === lower)
    if (member) ids.add(member.userId)
  }
  return ids
}

function teamIds({ people }: Book, teamId: number): ReadonlySet<number> {
  return new Set(people.teams.find(({ id }) => id === teamId)?.members)
}
