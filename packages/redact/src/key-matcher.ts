import { isSecretCookie } from './cookies.ts'
import { isSecretHeader } from './headers.ts'
import { isSecretKey } from './secret-keys.ts'

const MAX_CACHED = 4096
const MAX_CACHED_KEY = 64

/** Answers whether a key's value is a secret. */
export type KeyTest = (key: string) => boolean

/** The three kinds of keys: those of any object, of `headers` and of `cookies`. */
export interface KeyMatcher {
  readonly plain: KeyTest
  readonly header: KeyTest
  readonly cookie: KeyTest
}

/**
 * Returns a matcher for the default keys and a project's own: `extraKeys` are found as substrings, `safeKeys`
 * compared whole, both without case. Each kind caches 4,096 answers and starts again when full.
 */
export function createKeyMatcher(extraKeys: readonly string[], safeKeys: readonly string[]): KeyMatcher {
  const extra = extraKeys.map((key) => key.toLowerCase()).filter((key) => key !== '')
  const safe = new Set(safeKeys.map((key) => key.toLowerCase()))
  const adapt = (test: KeyTest): KeyTest =>
    cached((key) => {
      const lower = key.toLowerCase()
      return !safe.has(lower) && (test(key) || extra.some((part) => lower.includes(part)))
    })
  return { plain: adapt(isSecretKey), header: adapt(isSecretHeader), cookie: adapt(isSecretCookie) }
}

function cached(test: KeyTest): KeyTest {
  const answers = new Map<string, boolean>()
  return (key) => {
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = test(key)
    // Long keys are an attacker's or generated ones: not worth holding on to.
    if (key.length <= MAX_CACHED_KEY) {
      if (answers.size >= MAX_CACHED) answers.clear()
      answers.set(key, answer)
    }
    return answer
  }
}
