import { type Bounds, DEFAULT_BOUNDS } from './bounds.ts'
import type { Json } from './json.ts'
import { createKeyMatcher } from './key-matcher.ts'
import { type PatternContext, replaceSecrets } from './patterns.ts'
import { redactJsonInPlace } from './redact-json.ts'
import { createRecorder, type Redaction, type Recorder } from './remarks.ts'
import { toJson } from './represent.ts'
import { replaceInQuery, replaceInUrl } from './url.ts'

/** What to redact beyond the defaults. */
export interface RedactOptions {
  /** Further secret keys: a key is secret when it contains one of these, case ignored. */
  readonly extraKeys?: readonly string[] | undefined
  /** Keys never secret, compared whole, case ignored. Value patterns still apply to them. */
  readonly safeKeys?: readonly string[] | undefined
  /** Replaces IP addresses in texts too. @default false */
  readonly ips?: boolean | undefined
}

/** How `redactJson` treats one piece of an event. */
export interface RedactJsonOptions {
  readonly bounds?: Bounds | undefined
  /** Put before the path of each remark, for example `request`. */
  readonly path?: string | undefined
  /** The key the value stood under; `headers` and `cookies` have secret names of their own. */
  readonly key?: string | undefined
  /**
   * Keys whose strings are not searched for patterns, at every depth (for example `filename`). Secret keys and
   * containers below them are still dealt with, so a variable of that name hides nothing.
   */
  readonly verbatim?: ReadonlySet<string> | undefined
}

/**
 * Removes secrets. All methods are total: they never throw, whatever they are given, and run in time linear in
 * what the bounds let through.
 */
export interface Redactor {
  /** Returns a JSON-safe copy of any value: cycles, getters, Maps, bigints and so on are represented. */
  readonly redact: (value: unknown, bounds?: Bounds) => Redaction<Json>
  /** The fast way for freshly parsed JSON that nobody else holds: changes it in place and returns it. */
  readonly redactJson: (value: Json, options?: RedactJsonOptions) => Redaction<Json>
  /** Replaces the secret parts of a text and leaves the rest; never wipes it whole. */
  readonly redactText: (text: string) => string
  /** Replaces the password and the secret query parameters of a URL. */
  readonly redactUrl: (url: string) => string
  /** Replaces the values of secret parameters in a query string or urlencoded body. */
  readonly redactQuery: (query: string) => string
  readonly isSecretKey: (key: string) => boolean
  /** Tells whether a header of this name has a secret value. */
  readonly isSecretHeader: (name: string) => boolean
  /** Tells whether a cookie of this name has a secret value. */
  readonly isSecretCookie: (name: string) => boolean
}

const NOTHING: ReadonlySet<string> = new Set()

/** Returns a redactor. It holds a bounded cache of keys (4,096 of each kind), so make one and keep it. */
export function createRedactor(options: RedactOptions = {}): Redactor {
  const keys = createKeyMatcher(options.extraKeys ?? [], options.safeKeys ?? [])
  const ips = options.ips ?? false
  const quiet: PatternContext = { isSecret: keys.plain, ips, onMatch: () => undefined }
  const walk = (value: Json, recorder: Recorder, json: RedactJsonOptions): Redaction<Json> => {
    const patterns = { isSecret: keys.plain, ips, onMatch: recorder.redacted }
    const { bounds = DEFAULT_BOUNDS, verbatim = NOTHING, key = '' } = json
    return recorder.finish(redactJsonInPlace(value, key, { bounds, keys, patterns, recorder, verbatim }))
  }
  return {
    redact: (value, bounds = DEFAULT_BOUNDS) => {
      const recorder = createRecorder()
      return walk(toJson(value, bounds, recorder), recorder, { bounds })
    },
    redactJson: (value, json = {}) => walk(value, createRecorder(json.path), json),
    redactText: (text) => replaceSecrets(text, quiet),
    redactUrl: (url) => replaceInUrl(url, quiet),
    redactQuery: (query) => replaceInQuery(query, quiet),
    isSecretKey: keys.plain,
    isSecretHeader: keys.header,
    isSecretCookie: keys.cookie,
  }
}
