import type { JsonObject } from '../../domain/json.ts'
import { limits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { isObject, type Sent, setOwn } from './sent.ts'
import { trimJson } from './trim.ts'

/**
 * Returns the contexts by alias, at most 50; a context without a valid `type` gets its alias. What is no object is
 * left out, null ones silently.
 */
export function normaliseContexts(sent: Sent, notes: NoteTaker): Record<string, JsonObject> {
  const contexts: Record<string, JsonObject> = {}
  if (!isObject(sent)) return contexts
  let count = 0
  for (const alias in sent) {
    const context = sent[alias]
    if (!isObject(context)) {
      if (context !== null) notes.add('invalid', 'contexts', 'A context was no object and was left out.')
      continue
    }
    if (count >= limits.contexts || alias.length > limits.shortText) {
      notes.add('cut', 'contexts', 'Some contexts were left out.')
      continue
    }
    const kept = trimJson(context, { limits: limits.context, path: 'contexts', notes })
    if (!isObject(kept)) continue
    count += 1
    setOwn(contexts, alias, typeof kept['type'] === 'string' ? kept : { ...kept, type: alias })
  }
  return contexts
}
