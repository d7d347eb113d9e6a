import { createAddressBook, type AddressBook } from '../../digest/alerts/destinations.ts'
import type { AlertSubject } from '../../digest/alerts/issue-owners.ts'
import type { MailReader } from '../../digest/alerts/mail-readers.ts'
import type { AlertPeople } from '../../domain/alert-people.ts'
import type { AlertRule } from '../../domain/alert-rule.ts'
import type { Destination } from '../../domain/destination.ts'
import type { Project } from '../../domain/project.ts'
import { quietUntil, type QuietHours } from '../../domain/quiet-hours.ts'
import type { PageContext } from '../context.ts'
import { findIssue } from '../issues/detail-model.ts'
import { ownedEventOf, ownersView, type OwnersView } from './owners-view.ts'
import { nameOf } from './people-view.ts'

/** What the try-out was asked about: an issue, or an event that somebody thinks of. */
export interface TryInput {
  /** A short id: `SHOP-42`. */
  readonly issue: string
  readonly path: string
  readonly url: string
  /** `key:value`. */
  readonly tag: string
}

/** Who would be told. */
export interface TryView {
  /** What is wrong with what was asked. */
  readonly problem?: string | undefined
  readonly owners?: OwnersView | undefined
  readonly rules: readonly TriedRule[]
}

/** Whom one rule would tell, were it to fire. */
export interface TriedRule {
  readonly name: string
  readonly href: string
  readonly people: readonly TriedReader[]
  /** Names of destinations besides mail. */
  readonly places: readonly string[]
}

/** Somebody a rule's mail is meant for. */
interface TriedReader {
  readonly name: string
  readonly told: boolean
  /** Why, or why not. */
  readonly why: string
}

/** Returns whether anything is asked. */
export function isAsked({ issue, path, url, tag }: TryInput): boolean {
  return issue !== '' || path !== '' || url !== '' || tag !== ''
}

/** Finds out who would be told, by rules as they are in the editor. */
export async function tryOwnership(
  ctx: PageContext,
  { project, raw, input }: { readonly project: Project; readonly raw: string; readonly input: TryInput },
): Promise<TryView> {
  const { reads } = ctx.deps
  const [people, rules, destinations] = await Promise.all([
    reads.people(),
    reads.alertRules([project.id]),
    reads.destinations([project.id]),
  ])
  const subject = await subjectOf(ctx, project, { raw, input })
  if (typeof subject === 'string') return { problem: subject, rules: [] }
  const others = people.ownership.filter(({ projectId }) => projectId !== project.id)
  const edited: AlertPeople = { ...people, ownership: [...others, { projectId: project.id, raw }] }
  const book = createAddressBook(edited)
  return {
    owners: ownersView(book.ownersOf(subject), edited),
    rules: rules
      .filter(({ enabled }) => enabled)
      .map((rule) => triedRule(rule, { book, subject, destinations })),
  }
}

interface Asked {
  readonly raw: string
  readonly input: TryInput
}

async function subjectOf(
  ctx: PageContext,
  project: Project,
  { raw, input }: Asked,
): Promise<AlertSubject | string> {
  const { issue, path, url, tag } = input
  const base = { projectId: project.id, now: ctx.now }
  if (issue === '') {
    const [key = '', ...value] = tag.split(':')
    if (tag !== '' && (key === '' || value.length === 0))
      return 'Write a tag as key:value, such as browser:Safari 18.'
    return {
      ...base,
      event: {
        metadata: path === '' ? {} : { filename: path },
        tags: tag === '' ? [] : [[key.trim(), value.join(':').trim()]],
        attributes: url === '' ? {} : { 'http.url': [url] },
      },
    }
  }
  const row = await findIssue(ctx, issue)
  if (!row) return `There is no issue ${issue}. Its short id stands at the top of its page.`
  if (row.projectId !== project.id) return `${row.shortId} is of another project.`
  const detail = await ctx.deps.reads.eventOfIssue(ctx.scope, row.id, 'latest')
  const event = ownedEventOf(row.metadata, detail?.event, raw)
  return { ...base, event, assignee: row.assignee }
}

interface Trial {
  readonly book: AddressBook
  readonly subject: AlertSubject
  readonly destinations: readonly Destination[]
}

function triedRule(rule: AlertRule, { book, subject, destinations }: Trial): TriedRule {
  const ids = new Set(rule.actions.flatMap((each) => (each.kind === 'channel' ? [each.destinationId] : [])))
  const quiet = isQuiet(rule.quietHours, subject)
  return {
    name: rule.name,
    href: `/alerts/rules/${rule.id}`,
    people: book.readersOf(rule, subject).map((reader) => triedReader(reader, { quiet, subject })),
    places: destinations.filter(({ id }) => ids.has(id)).map(({ name }) => name),
  }
}

function triedReader(
  reader: MailReader,
  { quiet, subject }: { readonly quiet: boolean; readonly subject: AlertSubject },
): TriedReader {
  const { member, address, as, spared } = reader
  const name = member ? nameOf(member) : address
  if (spared !== undefined) return { name, told: false, why: sparedWords[spared] }
  const waits = quiet || isQuiet(member?.settings.quietHours, subject)
  return { name, told: true, why: waits ? `${asWords[as]}; after quiet hours` : asWords[as] }
}

function isQuiet(hours: QuietHours | undefined, { now }: AlertSubject): boolean {
  return hours !== undefined && quietUntil(hours, now) !== undefined
}

const asWords: Readonly<Record<MailReader['as'], string>> = {
  address: 'the rule names the address',
  member: 'the rule names them',
  team: 'the rule names their team',
  owner: 'owns it',
  project: 'member of the project',
}

const sparedWords: Readonly<Record<NonNullable<MailReader['spared']>, string>> = {
  'no-address': 'has no address',
  'wants-nothing': 'wants to hear nothing of this project',
  'not-theirs': 'wants to hear only of what is theirs',
  unsubscribed: 'has unsubscribed',
}
