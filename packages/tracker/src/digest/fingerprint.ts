import { componentJson, describeEvent, fingerprint, type GroupingInput } from '@culprit/grouping'
import { issueKey, type FingerprintedEvent } from '../domain/digest-plan.ts'
import type { StoredEvent, UserInfo } from '../domain/event.ts'
import { createFirstSight } from './first-sight.ts'
import { groupingInputOf } from './grouping-input.ts'
import { limits } from './limits.ts'
import { headOf } from './normalise/sent.ts'
import { ok, type StepResult } from './step.ts'

/** The row of an event before it is known which block will hold its payload. */
export type EventRowDraft = Omit<FingerprintedEvent, 'block' | 'slot'>

/** A digested event: what is stored whole, and the row that is made of it. */
export interface DigestedEvent {
  readonly event: StoredEvent
  readonly row: EventRowDraft
}

/**
 * Returns the step that gives an event its row: fingerprint under the current mechanism, title, culprit, and what lists
 * show. The tree that explains the fingerprint is built for the first event of each hash alone, since only a new
 * issue needs it: the step remembers the last 10,000 hashes.
 */
export function createFingerprintEvent(): (event: StoredEvent) => StepResult<DigestedEvent> {
  const isFirst = createFirstSight(limits.hashesRemembered)
  return (event) => {
    const input = groupingInputOf(event)
    const { mechanism, hash, explain } = fingerprint(input)
    const first = isFirst(issueKey({ projectId: event.projectId, mechanism, hash }))
    const grouping = first ? componentJson(explain(), limits.groupingChars) : undefined
    const row: EventRowDraft = { ...rowOf(event, input), mechanism, hash, grouping }
    return ok({ event, row })
  }
}

function rowOf(
  event: StoredEvent,
  input: GroupingInput,
): Omit<EventRowDraft, 'mechanism' | 'hash' | 'grouping'> {
  const {
    title,
    culprit,
    type,
    value,
    filename,
    function: symbol,
  } = describeEvent(
    // Messages are grouped by their template and called by what they say.
    event.message ? { ...input, message: event.message.formatted } : input,
  )
  return {
    eventId: event.id,
    projectId: event.projectId,
    type: event.type,
    platform: event.platform,
    level: event.level,
    timestamp: event.timestamp,
    received: event.received,
    title: title.toWellFormed(),
    culprit: culprit.toWellFormed(),
    metadata: {
      type: lawful(type),
      value: lawful(value),
      filename: lawful(filename),
      function: lawful(symbol),
    },
    handled: event.exceptions.at(-1)?.mechanism?.handled,
    environment: event.environment,
    release: event.release,
    transaction: event.transaction,
    userKey: event.user && userKeyOf(event.user),
    tags: event.tags,
  }
}

function userKeyOf({ id, email, username, ip }: UserInfo): string | undefined {
  if (id !== undefined) return headOf(`id:${id}`, 200).toWellFormed()
  if (email !== undefined) return headOf(`email:${email}`, 200).toWellFormed()
  if (username !== undefined) return headOf(`username:${username}`, 200).toWellFormed()
  return ip === undefined ? undefined : `ip:${ip}`
}

function lawful(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : headOf(text, 512).toWellFormed()
}
