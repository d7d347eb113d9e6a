import type { GroupingInput } from '@culprit/grouping'
import type { StackTrace, StoredEvent } from '../domain/event.ts'
import { originOf } from './normalise/security.ts'

/** Returns what grouping looks at in an event. Frames are kept raw, so a stored event can be grouped again. */
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
