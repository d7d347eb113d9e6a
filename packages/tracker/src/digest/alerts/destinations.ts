import type { MailTarget } from '../../domain/alert-action.ts'
import type { AlertAttribute } from '../../domain/alert-filter.ts'
import type { AlertMember, AlertPeople } from '../../domain/alert-people.ts'
import type { AlertRule } from '../../domain/alert-rule.ts'
import type { AlertDestination, FireDestination } from '../../domain/alert.ts'
import { ownershipAttributes, parseOwnership } from '../../domain/ownership.ts'
import { quietUntil } from '../../domain/quiet-hours.ts'
import { findOwners, type AlertSubject, type IssueOwners } from './issue-owners.ts'
import { mailReaders, type MailReader, type ReaderBook } from './mail-readers.ts'

/** Finds out where alerts go. */
export interface AddressBook {
  /** Returns where a rule's alert goes, each place once. */
  destinationsOf(rule: AlertRule, subject: AlertSubject): readonly FireDestination[]
  /** Returns who owns what an alert is about. */
  ownersOf(subject: AlertSubject): IssueOwners
  /** Returns everybody a rule's mails are meant for, those that are not sent it too; each once, told if any line tells. */
  readersOf(rule: Pick<AlertRule, 'actions'>, subject: AlertSubject): readonly MailReader[]
  /** Attributes that decoders take along, since some ownership rule looks at them and no row holds them. */
  readonly attributes: readonly AlertAttribute[]
}

/** Returns the address book of some people; made anew when they change. */
export function createAddressBook(people: AlertPeople): AddressBook {
  const ownership = new Map(
    people.ownership.map(({ projectId, raw }) => [projectId, parseOwnership(raw).rules]),
  )
  const gone = new Set(people.unsubscribed.map(({ address, projectId }) => `${projectId} ${address}`))
  const book: ReaderBook = {
    people,
    ownership,
    isGone: (address, projectId) => {
      const lower = address.toLowerCase()
      return gone.has(`${projectId} ${lower}`) || gone.has(`0 ${lower}`)
    },
  }
  return {
    destinationsOf: (rule, subject) => findDestinations(book, rule, subject),
    ownersOf: (subject) => findOwners(book, subject),
    readersOf: (rule, subject) => findReaders(book, rule, subject),
    attributes: ownershipAttributes([...ownership.values()].flat()),
  }
}

function findReaders(
  book: ReaderBook,
  { actions }: Pick<AlertRule, 'actions'>,
  subject: AlertSubject,
): readonly MailReader[] {
  const readers = new Map<string | number, MailReader>()
  for (const action of actions) {
    if (action.kind !== 'mail') continue
    for (const reader of mailReaders(book, action.target, subject)) {
      const key = reader.member?.userId ?? reader.address
      const known = readers.get(key)
      if (!known || (known.spared !== undefined && reader.spared === undefined)) readers.set(key, reader)
    }
  }
  return [...readers.values()]
}

/** Where mails have nobody to go to, the one destination has no address: the outbox shows what could not be sent. */
function findDestinations(
  book: ReaderBook,
  rule: AlertRule,
  subject: AlertSubject,
): readonly FireDestination[] {
  const addresses = new Map<string, AlertMember | undefined>()
  const channels = new Set<number>()
  let isMailLost = false
  for (const action of rule.actions) {
    if (action.kind === 'channel') {
      channels.add(action.destinationId)
      continue
    }
    const { target } = action
    const readers = mailReaders(book, target, subject)
    if (isLost(target, readers)) isMailLost = true
    for (const { address, member, spared } of readers)
      if (spared === undefined) addresses.set(address, member)
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

/** Nobody it is meant for has an address. A rule that tells nobody where there are no owners means it. */
function isLost(target: MailTarget, readers: readonly MailReader[]): boolean {
  if (readers.length === 0) return !(target.kind === 'owners' && target.fallthrough === 'nobody')
  return readers.every(({ spared }) => spared === 'no-address')
}
