import { parseEventId } from '@culprit/wire'
import type { UserReport } from '../domain/digest-plan.ts'
import type { Instant } from '../domain/instant.ts'
import type { Json, JsonObject } from '../domain/json.ts'
import { limits } from './limits.ts'
import { firstOf, headOf, isObject, type Sent, scalarText } from './normalise/sent.ts'

/** Where and when a report came in. */
export interface ReportArrival {
  readonly projectId: number
  readonly received: Instant
}

/** Returns what a `user_report` item says; undefined when it says nothing. */
export function userReportOf(sent: Json, arrival: ReportArrival): UserReport | undefined {
  return isObject(sent) ? reportFrom(sent, sent['event_id'], arrival) : undefined
}

/** Returns what a `feedback` item (an event with `contexts.feedback`) says; undefined when it says nothing. */
export function userReportOfFeedback(sent: Json, arrival: ReportArrival): UserReport | undefined {
  const contexts = isObject(sent) ? sent['contexts'] : undefined
  const feedback = isObject(contexts) ? contexts['feedback'] : undefined
  return isObject(feedback) ? reportFrom(feedback, feedback['associated_event_id'], arrival) : undefined
}

function reportFrom(
  sent: JsonObject,
  eventId: Sent,
  { projectId, received }: ReportArrival,
): UserReport | undefined {
  const comments = headOf(
    scalarText(firstOf(sent['comments'], sent['message'])) ?? '',
    limits.reportComments,
  ).trim()
  if (comments === '') return undefined
  return {
    projectId,
    eventId: parseEventId(eventId),
    received,
    name: headOf(scalarText(sent['name']) ?? '', limits.shortText),
    email: headOf(scalarText(firstOf(sent['email'], sent['contact_email'])) ?? '', limits.shortText),
    comments,
  }
}
