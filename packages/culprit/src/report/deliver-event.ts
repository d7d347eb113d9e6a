import { parseDsn, type ClientDiscard, type EncodableItem } from '@culprit/wire'
import type { DeliveryPause } from './delivery-pause.ts'
import type { DeliveryPlan } from './delivery-settings.ts'
import { createEnvelopePoster, type EnvelopePoster } from './envelope-post.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import { outcomesPayload, type Outcomes } from './outcomes.ts'
import type { HttpAnswer, HttpSender } from './send-http.ts'

/**
 * How one attempt ended: `sent`; `refused`, for good; `later`, since there is no way to the server or it has asked to
 * wait; `failed`, since the server broke over it.
 */
type DeliveryOutcome = 'sent' | 'refused' | 'later' | 'failed'

/** What attempts need. */
export interface DeliverEventDeps {
  readonly plan: DeliveryPlan
  readonly sender: HttpSender
  readonly pause: DeliveryPause
  readonly outcomes: Outcomes
  readonly now: () => number
  /** Told of refusals, one line for each status until something is sent again. */
  readonly warn: (line: string) => void
}

/** Makes one attempt to send an event; never rejects. `dsn` is for whom it was, when it comes from the spool. */
export type DeliverEvent = (event: OutgoingEvent, dsn?: string) => Promise<DeliveryOutcome>

const foreignPosters = 8

/** Returns what makes attempts: encodes, sends, and notes in `pause` and `outcomes` what the answer means. */
export function createDeliverEvent(deps: DeliverEventDeps): DeliverEvent {
  const { plan, sender, pause, outcomes, now, warn } = deps
  const posters = new Map<string, EnvelopePoster | undefined>()
  const told = new Set<number>()
  let takesReports = true
  const posterOf = (dsn: string): EnvelopePoster | undefined => {
    if (posters.has(dsn)) return posters.get(dsn)
    if (posters.size > foreignPosters) posters.clear()
    const poster = createEnvelopePoster(dsn, plan)
    posters.set(dsn, poster)
    return poster
  }
  const settle = (answer: HttpAnswer, isOwn: boolean): DeliveryOutcome => {
    const outcome = outcomeOf(answer.status)
    if (isOwn) pause.answered(answer, outcome !== 'failed')
    if (outcome === 'sent') told.clear()
    if (outcome === 'refused' && !told.has(answer.status)) {
      told.add(answer.status)
      const why = answer.headers.get('x-sentry-error')?.slice(0, 200) ?? ''
      warn(`the server refused an event with status ${answer.status}${why === '' ? '' : `: ${why}`}`)
    }
    return outcome
  }
  return async (event, given = plan.dsn) => {
    const isOwn = given === plan.dsn || isSameProject(given, plan)
    const poster = posterOf(isOwn ? plan.dsn : given)
    if (poster === undefined) return 'refused'
    const attempt = async (lost: readonly ClientDiscard[]): Promise<DeliveryOutcome> => {
      try {
        return settle(
          await sender.post(await poster({ event, extra: reportItem(lost, now()), now: now() })),
          isOwn,
        )
      } catch (error) {
        if (isOwn) pause.failed(error instanceof Error ? error.message : String(error))
        return 'later'
      }
    }
    // Losses are told to the server they were meant for.
    const lost = isOwn && takesReports ? outcomes.take() : []
    const outcome = await attempt(lost)
    if (outcome !== 'sent') outcomes.putBack(lost)
    if (outcome !== 'refused' || lost.length === 0) return outcome
    // It may have been the report that this server does not want; an event must not be lost for that.
    const alone = await attempt([])
    if (alone === 'sent') takesReports = false
    return alone
  }
}

function reportItem(lost: readonly ClientDiscard[], now: number): EncodableItem | undefined {
  return lost.length === 0
    ? undefined
    : { header: { type: 'client_report' }, payload: outcomesPayload(lost, now) }
}

/** A key is one project's alone, so with another address in front of it the server has moved. */
function isSameProject(dsn: string, { target }: DeliveryPlan): boolean {
  const other = parseDsn(dsn)
  return other?.publicKey === target.publicKey && other.projectId === target.projectId
}

/** 408 and 425 ask for another attempt by their meaning: RFC 9110 section 15.5.9, RFC 8470. */
function outcomeOf(status: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return 'sent'
  if (status === 429) return 'later'
  return status >= 500 || status === 408 || status === 425 ? 'failed' : 'refused'
}
