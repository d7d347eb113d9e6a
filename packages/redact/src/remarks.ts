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
