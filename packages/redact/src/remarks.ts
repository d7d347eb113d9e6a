const MAX_REMARKS = 100
const MAX_PATH = 256

/**
 * What was done at a place. `path` is dotted (`request.headers.Cookie`, at most 256 characters); `rule` names
 * the rule (`key`, `creditcard`, `!limit` for a cut ...).
 */
export interface Remark {
  readonly path: string
  readonly rule: string
}

/**
 * The outcome of redacting. `remarks` holds the first 100; `redacted` counts all secrets removed and `cut` all
 * losses to the bounds, beyond those 100 too.
 */
export interface Redaction<T> {
  readonly value: T
  readonly remarks: readonly Remark[]
  readonly redacted: number
  readonly cut: number
}

/** The rule of a remark about something cut to a bound. */
const LIMIT_RULE = '!limit'

/** Collects remarks while a value is walked; `path` holds the keys on the way down, its owner keeps it true. */
export interface Recorder {
  readonly path: (string | number)[]
  readonly redacted: (rule: string) => void
  readonly cut: () => void
  readonly finish: <T>(value: T) => Redaction<T>
}

/** Returns a recorder whose paths start with `prefix`. */
export function createRecorder(prefix = ''): Recorder {
  const path: (string | number)[] = []
  const remarks: Remark[] = []
  let redacted = 0
  let cut = 0
  const note = (rule: string): void => {
    if (remarks.length >= MAX_REMARKS) return
    const place = prefix === '' ? path.join('.') : [prefix, ...path].join('.')
    remarks.push({ path: place.slice(0, MAX_PATH), rule })
  }
  return {
    path,
    redacted: (rule) => {
      redacted++
      note(rule)
    },
    cut: () => {
      cut++
      note(LIMIT_RULE)
    },
    finish: (value) => ({ value, remarks, redacted, cut }),
  }
}
