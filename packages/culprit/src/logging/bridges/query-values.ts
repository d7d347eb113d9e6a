import { type Bounds, FILTERED, type Redactor } from '@culprit/redact'

/** A log line shows the beginning of what a query was given. */
const BOUNDS: Bounds = { depth: 5, nodes: 200, string: 500, keys: 50, items: 50 }

const MAX_DEPTH = 4

/** How the values of a query are shown. */
export interface ShownValues {
  readonly redactor: Redactor
  /** Whether texts that have no name are shown, redacted. */
  readonly showValues: boolean
}

/**
 * Returns a JSON-safe copy of a query's values without secrets: at most 200 of them in 5 levels. What has a name
 * is redacted by it. Texts and bytes given by position may be anything, passwords too, so they are not shown
 * unless `showValues`; numbers, booleans, null and dates are.
 */
export function shownValues(values: unknown, { redactor, showValues }: ShownValues): unknown {
  const visible = showValues ? values : withoutTexts(values, 0)
  return redactor.redact(visible, BOUNDS).value
}

function withoutTexts(value: unknown, depth: number): unknown {
  if (typeof value === 'string' || ArrayBuffer.isView(value)) return FILTERED
  if (!Array.isArray(value)) return value
  if (depth >= MAX_DEPTH) return FILTERED
  return value.slice(0, BOUNDS.items).map((item) => withoutTexts(item, depth + 1))
}
