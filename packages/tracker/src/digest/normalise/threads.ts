import type { ExceptionValue, ThreadValue } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import { threadIdOf } from './exception.ts'
import type { NoteTaker } from './note-taker.ts'
import { booleanOf, isObject, type Sent, textOf, valuesOf } from './sent.ts'
import { normaliseStack } from './stack.ts'

/** Returns the threads, at most 64. */
export function normaliseThreads(sent: Sent, notes: NoteTaker): readonly ThreadValue[] {
  const all = valuesOf(sent)
  if (all.length > limits.threads)
    notes.add('cut', 'threads', `${all.length - limits.threads} threads were left out.`)
  const threads: ThreadValue[] = []
  for (const entry of all.slice(0, limits.threads)) {
    if (!isObject(entry)) continue
    threads.push({
      id: threadIdOf(entry['id']),
      name: textOf(entry['name'], { max: limits.shortText, path: 'threads.name', notes }),
      crashed: booleanOf(entry['crashed']),
      current: booleanOf(entry['current']),
      main: booleanOf(entry['main']),
      state: textOf(entry['state'], { max: limits.shortText, path: 'threads.state', notes }),
      stack: normaliseStack(entry['stacktrace'], notes) ?? normaliseStack(entry['raw_stacktrace'], notes),
    })
  }
  return threads
}

/** Exceptions and threads after stacks found their exception. */
export interface StacksPlaced {
  readonly exceptions: readonly ExceptionValue[]
  readonly threads: readonly ThreadValue[]
}

/**
 * Moves a thread's stack to the exception that was raised in it: native SDKs send the only stack with the crashed
 * thread. The raised exception is the last one; its thread is named by `threadId`, else it is the crashed one.
 */
export function placeThreadStacks(
  exceptions: readonly ExceptionValue[],
  threads: readonly ThreadValue[],
): StacksPlaced {
  const raised = exceptions.at(-1)
  if (!raised || raised.stack || threads.length === 0) return { exceptions, threads }
  const thread = threads.find(({ id, crashed }) =>
    raised.threadId === undefined ? crashed === true : id === raised.threadId,
  )
  if (!thread?.stack) return { exceptions, threads }
  return {
    exceptions: [...exceptions.slice(0, -1), { ...raised, stack: thread.stack }],
    threads: threads.map((each) => (each === thread ? { ...each, stack: undefined } : each)),
  }
}
