import type { EventMessage } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import { formatMessage } from './message-format.ts'
import type { NoteTaker } from './note-taker.ts'
import { isList, isObject, type Sent, textOf } from './sent.ts'
import { trimJson } from './trim.ts'

/**
 * Returns the message of an event: from a text, or from an object with `message` (the template), `params` and
 * `formatted`. `false`, null and empty ones are no message.
 */
export function normaliseMessage(sent: Sent, notes: NoteTaker): EventMessage | undefined {
  const place = { max: limits.message, path: 'logentry', notes }
  if (typeof sent === 'string' || typeof sent === 'number') {
    const formatted = textOf(sent, place)
    return formatted === undefined ? undefined : { formatted }
  }
  if (!isObject(sent)) return undefined
  const template = textOf(sent['message'], place)
  const given = textOf(sent['formatted'], place)
  const params = paramsOf(sent['params'], notes)
  if (template === undefined) return given === undefined ? undefined : { formatted: given, params }
  const formatted = given ?? textOf(formatMessage(template, params), place) ?? template
  if (params === undefined && formatted === template) return { formatted }
  return { template, params, formatted }
}

function paramsOf(sent: Sent, notes: NoteTaker): EventMessage['params'] {
  if (sent === undefined || sent === null || sent === '') return undefined
  const kept = trimJson(sent, { limits: limits.small, path: 'logentry.params', notes })
  if (isList(kept)) return kept.length === 0 ? undefined : kept
  if (!isObject(kept)) return [kept]
  for (const _key in kept) return kept
  return undefined
}
