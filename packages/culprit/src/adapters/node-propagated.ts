import type { Reply } from '../handlers/answer.ts'
import { errorText } from '../logging/format-error.ts'

/**
 * Returns what is sent where there is nobody to propagate an error to: 500 with the stack as text. Only used where
 * errors propagate, that is while debugging and in tests. Never fails.
 */
export function propagatedReply(error: unknown): Reply {
  const headers = [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['X-Content-Type-Options', 'nosniff'],
  ] as const
  return { kind: 'reply', status: 500, headers, body: `${errorText(error)}\n` }
}
