import {
  categoryOfItem,
  isDataCategory,
  parseClientReport,
  type DiscardReason,
  type Envelope,
  type EnvelopeItem,
} from '@culprit/wire'
import type { AttachmentNote, OutcomeCount, UserReport } from '../domain/digest-plan.ts'
import type { Json } from '../domain/json.ts'
import type { SessionReport } from '../domain/session-report.ts'
import { parseSentJson } from '../encoding/store-body-json.ts'
import type { SpoolMeta } from '../ports/spool.ts'
import type { RawEvent } from './decode-event.ts'
import type { EntryWork } from './entry-work.ts'
import { limits } from './limits.ts'
import { headOf } from './normalise/sent.ts'
import { rawFacts } from './raw-facts.ts'
import { eventsOfReport } from './security-reports.ts'
import { readAggregates, readSession, type SessionArrival } from './sessions/read-session.ts'
import { userReportOf, userReportOfFeedback } from './user-report.ts'

/** What is known of an envelope besides its bytes. */
export interface EnvelopeWorkFacts {
  readonly meta: SpoolMeta
  /** Text that is the same each time this envelope is read; ids that were not sent are made from it. */
  readonly seed: string
  readonly storeAttachments: boolean
}

interface Basket {
  readonly envelope: Envelope
  readonly facts: EnvelopeWorkFacts
  readonly events: RawEvent[]
  readonly sessions: SessionReport[]
  readonly userReports: UserReport[]
  readonly attachments: AttachmentNote[]
  readonly outcomes: OutcomeCount[]
  /** Items with sessions so far. */
  sessionItems: number
}

/**
 * Returns what an envelope's items ask of the digest: events and policy reports, sessions, what people wrote,
 * attachments, and the losses that an SDK reports. Items of every other type are counted as `unsupported-item`.
 */
export function workOfEnvelope(envelope: Envelope, facts: EnvelopeWorkFacts): EntryWork {
  const lists = { events: [], sessions: [], userReports: [], attachments: [], outcomes: [] }
  const basket: Basket = { envelope, facts, ...lists, sessionItems: 0 }
  for (const item of envelope.items) takeItem(basket, item)
  const { events, sessions, userReports, attachments, outcomes } = basket
  return { events, sessions, userReports, attachments, outcomes }
}

function takeItem(basket: Basket, item: EnvelopeItem): void {
  switch (item.header.type) {
    case 'event':
    case 'security':
      return takeEvent(basket, { kind: 'json-text', bytes: item.payload })
    case 'raw_security':
      return takePolicyReport(basket, item)
    case 'user_report':
      return takeUserReport(basket, item, userReportOf)
    case 'feedback':
      return takeUserReport(basket, item, userReportOfFeedback)
    case 'client_report':
      return takeClientReport(basket, item)
    case 'session':
      return takeSession(basket, item, takeOneSession)
    case 'sessions':
      return takeSession(basket, item, takeAggregates)
    case 'attachment':
      return takeAttachment(basket, item)
    default:
      return count(basket, item, 'unsupported-item')
  }
}

function takeEvent(basket: Basket, body: RawEvent['body']): void {
  const { envelope, facts, events } = basket
  // The envelope's id belongs to its first event; a second one under it would be taken for the first sent twice.
  const eventId = events.length === 0 ? (facts.meta.eventId ?? envelope.header.eventId) : undefined
  const seed = `${facts.seed}:${events.length}`
  events.push({ facts: { ...rawFacts(facts.meta), sentAt: envelope.header.sentAt }, eventId, seed, body })
}

function takePolicyReport(basket: Basket, item: EnvelopeItem): void {
  const body = jsonOf(item)
  const found = body === undefined ? [] : eventsOfReport(body, basket.facts.meta)
  if (found.length === 0) count(basket, item, 'invalid-event')
  for (const value of found) takeEvent(basket, { kind: 'json', value })
}

function takeUserReport(basket: Basket, item: EnvelopeItem, read: typeof userReportOf): void {
  const { projectId, received } = basket.facts.meta
  const body = jsonOf(item)
  const report = body === undefined ? undefined : read(body, { projectId, received })
  if (report) basket.userReports.push(report)
  count(basket, item, report ? 'accepted' : 'invalid-event')
}

function takeClientReport(basket: Basket, item: EnvelopeItem): void {
  const body = jsonOf(item)
  const report = body === undefined ? undefined : parseClientReport(body)
  count(basket, item, report ? 'accepted' : 'invalid-event')
  if (!report) return
  const { projectId } = basket.facts.meta
  for (const { reason, category, quantity } of report.discarded) {
    basket.outcomes.push({
      projectId,
      source: 'sdk',
      reason,
      category: isDataCategory(category) ? category : 'default',
      quantity,
    })
  }
}

type TakeSession = (sent: Json, basket: Basket, item: EnvelopeItem) => void

function takeSession(basket: Basket, item: EnvelopeItem, take: TakeSession): void {
  basket.sessionItems += 1
  if (basket.sessionItems > limits.sessionItems) return count(basket, item, 'too-large')
  const body = jsonOf(item)
  if (body === undefined) return count(basket, item, 'invalid-event')
  take(body, basket, item)
}

function takeOneSession(sent: Json, basket: Basket, item: EnvelopeItem): void {
  const report = readSession(sent, arrivalOf(basket))
  if (typeof report === 'string') return count(basket, item, report)
  basket.sessions.push(report)
  count(basket, item, 'accepted')
}

/** Each aggregate that is left out is a loss of its own. */
function takeAggregates(sent: Json, basket: Basket, item: EnvelopeItem): void {
  const { reports, losses } = readAggregates(sent, arrivalOf(basket))
  const taken = reports.slice(0, limits.sessionReports - basket.sessions.length)
  basket.sessions.push(...taken)
  if (taken.length > 0 || reports.length + losses.length === 0) count(basket, item, 'accepted')
  for (const loss of losses) count(basket, item, loss)
  for (let lost = taken.length; lost < reports.length; lost += 1) count(basket, item, 'too-large')
}

function arrivalOf({ envelope, facts }: Basket): SessionArrival {
  const { projectId, received } = facts.meta
  return { projectId, received, sentAt: envelope.header.sentAt }
}

function takeAttachment(basket: Basket, item: EnvelopeItem): void {
  const { envelope, facts, attachments } = basket
  const { projectId, received, eventId: answered } = facts.meta
  const eventId = answered ?? envelope.header.eventId
  const { header, payload } = item
  if (eventId === undefined || attachments.length >= limits.attachments)
    return count(basket, item, 'invalid-event')
  const keep = facts.storeAttachments && payload.length <= limits.attachmentBytes
  attachments.push({
    projectId,
    eventId,
    received,
    filename: headOf(header.filename ?? '', limits.shortText),
    contentType: headOf(header.contentType ?? '', limits.shortText),
    attachmentType: headOf(header.attachmentType ?? 'event.attachment', limits.shortText),
    bytes: payload.length,
    body: keep ? payload.slice() : undefined,
  })
  count(basket, item, keep ? 'accepted' : 'not-stored')
}

function count({ facts, outcomes }: Basket, item: EnvelopeItem, reason: DiscardReason | 'accepted'): void {
  const { projectId } = facts.meta
  outcomes.push({
    projectId,
    source: 'server',
    reason,
    category: categoryOfItem(item.header.type),
    quantity: 1,
  })
}

function jsonOf(item: EnvelopeItem): Json | undefined {
  const parsed = parseSentJson(item.payload)
  // JSON.parse returns JSON values and nothing else.
  return parsed.kind === 'json' ? (parsed.value as Json) : undefined
}
