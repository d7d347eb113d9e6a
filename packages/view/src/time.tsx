import type { VNode } from 'preact'
import { absoluteTime, isoTime, longAge, shortAge } from './format-time.ts'

/** What `Time` shows. */
export interface TimeProps {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly now: number
  /** `short` is one unit (`12s`), `long` words (`12 seconds ago`), `exact` the instant itself. */
  readonly form?: 'short' | 'long' | 'exact'
}

/** An instant, said relative to now; the exact value is in `datetime` and `title`. */
export function Time({ at, now, form = 'long' }: TimeProps): VNode {
  const exact = absoluteTime(at)
  const shown = form === 'short' ? shortAge(at, now) : form === 'long' ? longAge(at, now) : exact
  return (
    <time dateTime={isoTime(at)} title={exact} data-form={form}>
      {shown}
    </time>
  )
}
