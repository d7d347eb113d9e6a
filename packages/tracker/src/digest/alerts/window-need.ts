import type { AlertCondition } from '../../domain/alert-condition.ts'
import type { AlertRule } from '../../domain/alert-rule.ts'
import { intervalMs, type AlertInterval } from '../../domain/alert-window.ts'
import { hourMs } from '../../domain/instant.ts'
import { fewestSessions } from '../../domain/session-count.ts'

/** A window that some rule of a project counts over. */
export interface WindowNeed {
  /** From `windowKey`. */
  readonly key: string
  readonly of: 'events' | 'users'
  /** Undefined: in any environment. */
  readonly environment?: string | undefined
  readonly interval: AlertInterval
  /** Issues with no more events than this need no window; -1 when a rule compares with an earlier one. */
  readonly moreThan: number
  /** The largest number that a rule asks for: more need not be told apart. */
  readonly most: number
  /** The same window this long before is asked for too. */
  readonly comparedTo: readonly AlertInterval[]
}

/** Returns what names a window among those of an issue. */
export function windowKey({
  of,
  interval,
  environment,
}: Pick<WindowNeed, 'of' | 'interval' | 'environment'>): string {
  return `${of} ${interval} ${environment ?? ''}`
}

/** Returns the windows that rules count over, each once. */
export function windowNeedsOf(rules: readonly AlertRule[]): readonly WindowNeed[] {
  const needs = new Map<string, WindowNeed>()
  for (const { conditions, environment } of rules) {
    for (const condition of conditions) {
      const need = needOf(condition)
      if (!need) continue
      const { of, value, interval, comparedTo } = need
      const key = windowKey({ of, interval, environment })
      const known = needs.get(key)
      const moreThan = comparedTo === undefined ? value : -1
      needs.set(key, {
        key,
        of,
        environment,
        interval,
        moreThan: Math.min(moreThan, known?.moreThan ?? moreThan),
        most: Math.max(comparedTo === undefined ? value : usersCompared, known?.most ?? 0),
        comparedTo: [
          ...new Set([...(known?.comparedTo ?? []), ...(comparedTo === undefined ? [] : [comparedTo])]),
        ],
      })
    }
  }
  return [...needs.values()]
}

interface Need {
  readonly of: 'events' | 'users'
  /** More than this are needed. */
  readonly value: number
  readonly interval: AlertInterval
  readonly comparedTo?: AlertInterval | undefined
}

function needOf(condition: AlertCondition): Need | undefined {
  switch (condition.kind) {
    case 'event-count':
      return { of: 'events', ...condition }
    case 'user-count':
      return { of: 'users', ...condition }
    case 'session-share':
      return { of: 'events', value: fewestEvents(condition), interval: condition.interval }
    default:
      return undefined
  }
}

/** Returns the number of events that a share of sessions must exceed, however few sessions there are. */
export function fewestEvents({
  value,
  interval,
}: {
  readonly value: number
  readonly interval: AlertInterval
}): number {
  return Math.floor(((value / 100) * fewestSessions * intervalMs(interval)) / hourMs)
}

/** Users that are told apart where two windows are compared. */
const usersCompared = 10_000
