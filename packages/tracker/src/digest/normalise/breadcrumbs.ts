import { parseLevel } from '@culprit/wire'
import type { Breadcrumb } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { isObject, type Sent, textOf, valuesOf } from './sent.ts'
import { shiftedTime } from './timestamps.ts'
import { trimObject } from './trim.ts'

/** Returns the breadcrumbs in the order sent: the last 100. Their times are shifted as the event's was. */
export function normaliseBreadcrumbs(sent: Sent, shiftMs: number, notes: NoteTaker): readonly Breadcrumb[] {
  const all = valuesOf(sent)
  const cut = all.length - limits.breadcrumbs
  if (cut > 0) notes.add('cut', 'breadcrumbs', `The first ${cut} of ${all.length} were left out.`)
  const message = { max: limits.message, path: 'breadcrumbs.message', notes }
  const short = { max: limits.shortText, path: 'breadcrumbs', notes }
  const data = { limits: limits.breadcrumbData, path: 'breadcrumbs.data', notes }
  const kept: Breadcrumb[] = []
  for (const entry of cut > 0 ? all.slice(cut) : all) {
    if (!isObject(entry)) continue
    const level = entry['level']
    kept.push({
      timestamp: shiftedTime(entry['timestamp'], shiftMs),
      type: textOf(entry['type'] ?? entry['ty'], short) ?? 'default',
      category: textOf(entry['category'], short),
      level: typeof level === 'string' ? parseLevel(level) : undefined,
      message: textOf(entry['message'], message),
      data: trimObject(entry['data'], data),
    })
  }
  return kept
}
