import { describeEvent, fingerprint, type GroupingInput } from '@culprit/grouping'
import type { FingerprintedEvent } from '../domain/digest-plan.ts'
import type { StackTrace, StoredEvent, UserInfo } from '../domain/event.ts'
import { headOf } from './normalise/sent.ts'
import { originOf } from './normalise/security.ts'
import { ok, type StepResult } from './step.ts'

/** The row of an event before it is known which block will hold its payload. */
export type EventRowDraft = Omit<FingerprintedEvent, 'block' | 'slot'>

/** A digested event: what is stored whole, and the row that is made of it. */
export interface DigestedEvent {
  readonly event: StoredEvent
  readonly row: EventRowDraft
}

/** Returns the event with its row: fingerprint under the current mechanism, title, culprit, and what lists show. */
export function fingerprintEvent(event: StoredEvent): StepResult<DigestedEvent> {
  const input = groupingInputOf(event)
  const { mechanism, hash } = fingerprint(input)
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
  const row: EventRowDraft = {
    eventId: event.id,
    projectId: event.projectId,
    type: event.type,
    platform: event.platform,
    level: event.level,
    timestamp: event.timestamp,
    received: event.received,
    mechanism,
    hash,
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
  return ok({ event, row })
}

/** Returns what grouping looks at. Pages call it too, to explain a fingerprint from the stored event. */
export function groupingInputOf(event: StoredEvent): GroupingInput {
  const { exceptions, message, security } = event
  return {
    platform: event.platform,
    fingerprint: event.fingerprint,
    exceptions: exceptions.map(({ type, value, module, mechanism, stack }) => {
      return { type, value, module, synthetic: mechanism?.synthetic, frames: framesOf(stack) }
    }),
    frames: exceptions.length > 0 ? undefined : framesOf(event.stack ?? threadStackOf(event)),
    message: message?.template ?? message?.formatted,
    transaction: event.transaction,
    level: event.level,
    security: security && {
      directive: security.directive ?? security.kind,
      blocked: originOf(security.blocked),
    },
    tag: (key) => event.tags.find(([name]) => name === key)?.[1],
  }
}

type GroupingFrames = GroupingInput['exceptions'][number]['frames']

function framesOf(stack: StackTrace | undefined): GroupingFrames {
  if (!stack) return []
  return stack.frames.map(({ module, filename, absPath, function: symbol, inApp, text, line }) => {
    return { module, filename, absPath, function: symbol, inApp, contextLine: text, lineno: line }
  })
}

/** A message event's stack may lie with the thread that logged it. */
function threadStackOf({ threads }: StoredEvent): StackTrace | undefined {
  return (threads.find(({ crashed }) => crashed) ?? threads.find(({ current }) => current))?.stack
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
