import type { ExceptionValue, Mechanism } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import { keepEnds } from './keep-ends.ts'
import type { NoteTaker } from './note-taker.ts'
import {
  booleanOf,
  cutText,
  headOf,
  integerOf,
  isObject,
  type Sent,
  scalarText,
  textOf,
  valuesOf,
} from './sent.ts'
import { normaliseStack } from './stack.ts'
import { trimJson, trimObject } from './trim.ts'

/**
 * Returns the exceptions, oldest cause first. Null entries and entries that say nothing are left out; of more than 32
 * those in the middle go.
 */
export function normaliseExceptions(sent: Sent, notes: NoteTaker): readonly ExceptionValue[] {
  const all = valuesOf(sent)
  const kept = keepEnds(all, limits.exceptions)
  if (kept.length < all.length) {
    notes.add(
      'cut',
      'exception',
      `${all.length - kept.length} of ${all.length} exceptions were left out of the middle.`,
    )
  }
  const exceptions: ExceptionValue[] = []
  for (const entry of kept) {
    const exception = normaliseException(entry, notes)
    if (exception) exceptions.push(exception)
  }
  return exceptions
}

function normaliseException(sent: Sent, notes: NoteTaker): ExceptionValue | undefined {
  if (!isObject(sent)) {
    const value = textOf(sent, { max: limits.exceptionValue, path: 'exception.value', notes })
    return value === undefined ? undefined : splitTypeOff({ value })
  }
  const type = textOf(sent['type'], { max: limits.symbol, path: 'exception.type', notes })
  const value = valueOf(sent['value'], notes)
  const stack = normaliseStack(sent['stacktrace'], notes) ?? normaliseStack(sent['raw_stacktrace'], notes)
  if (type === undefined && value === undefined && stack === undefined) return undefined
  const exception: ExceptionValue = {
    type,
    value,
    module: textOf(sent['module'], { max: limits.symbol, path: 'exception.module', notes }),
    threadId: threadIdOf(sent['thread_id']),
    mechanism: normaliseMechanism(sent['mechanism'], notes),
    stack,
  }
  return type === undefined ? splitTypeOff(exception) : exception
}

/** Returns a thread id, which may be a number or a text, as a text. */
export function threadIdOf(sent: Sent): string | undefined {
  const text = scalarText(sent)
  return text === undefined || text === '' ? undefined : headOf(text, limits.shortText)
}

function valueOf(sent: Sent, notes: NoteTaker): string | undefined {
  const place = { max: limits.exceptionValue, path: 'exception.value', notes }
  if (typeof sent !== 'object' || sent === null) return textOf(sent, place)
  return cutText(
    JSON.stringify(trimJson(sent, { limits: limits.small, path: 'exception.value', notes })),
    place,
  )
}

const typeAndValue = /^([A-Za-z_$][\w$.]{0,127}): (\S[^]*)$/

/** `TypeError: x is not a function` without a type is an SDK's way of sending both in one. */
function splitTypeOff(exception: ExceptionValue): ExceptionValue {
  const match = exception.value === undefined ? null : typeAndValue.exec(exception.value)
  return match?.[1] === undefined ? exception : { ...exception, type: match[1], value: match[2] }
}

function normaliseMechanism(sent: Sent, notes: NoteTaker): Mechanism | undefined {
  if (typeof sent === 'string' && sent !== '') return { type: headOf(sent, limits.shortText) }
  if (!isObject(sent)) return undefined
  const place = { max: limits.shortText, path: 'exception.mechanism', notes }
  const long = { ...place, max: limits.path }
  return {
    type: textOf(sent['type'], place) ?? 'generic',
    handled: booleanOf(sent['handled']),
    synthetic: booleanOf(sent['synthetic']),
    description: textOf(sent['description'], long),
    helpLink: textOf(sent['help_link'], long),
    source: textOf(sent['source'], place),
    isExceptionGroup: booleanOf(sent['is_exception_group']),
    exceptionId: integerOf(sent['exception_id'], 0),
    parentId: integerOf(sent['parent_id'], 0),
    data: trimObject(sent['data'], { limits: limits.small, path: 'exception.mechanism.data', notes }),
    meta: trimObject(sent['meta'], { limits: limits.small, path: 'exception.mechanism.meta', notes }),
  }
}
