import { hourMs, secondMs, type Instant } from '../domain/instant.ts'
import type { AttemptOutcome } from '../domain/destination.ts'
import { SendError } from './send-error.ts'
import type { Answer } from './send-request.ts'

/** What an answer, or the lack of one, means for the delivery. */
export interface Verdict {
  readonly outcome: AttemptOutcome
  /** One sentence; absent when all went well. */
  readonly problem?: string | undefined
  /** How long the service asked to be left alone; at most an hour. */
  readonly retryAfterMs?: number | undefined
}

const maxRetryAfterMs = hourMs
/** Refusals that are about the moment and not about the request. */
const passing: ReadonlySet<number> = new Set([408, 425, 429])

/** Returns what an answer means: 2xx is delivered; 408, 425, 429 and 5xx are tried again; the rest is refused for good. */
export function verdictOf(answer: Answer, now: Instant): Verdict {
  const { status } = answer
  if (status >= 200 && status < 300) return { outcome: 'delivered' }
  if (passing.has(status) || status >= 500) {
    const retryAfterMs = retryAfter(answer, now)
    const wait =
      retryAfterMs === undefined ? '' : ` and asked to wait ${Math.ceil(retryAfterMs / secondMs)} s`
    return { outcome: 'retry', problem: `The server answered ${status}${wait}`, retryAfterMs }
  }
  if (status >= 300 && status < 400) {
    const to = hostOf(answer.headers['location'])
    return {
      outcome: 'failed',
      problem: `The server answered ${status}, a redirect${to === undefined ? '' : ` to ${to}`}. Redirects are not followed: enter the URL that it leads to`,
    }
  }
  return { outcome: 'failed', problem: `The server answered ${status}${meaning(status)}` }
}

/** Returns what it means that there was no answer. What a guard or a URL refuses will be refused again. */
export function verdictOnError(error: unknown): Verdict {
  const problem = error instanceof Error ? error.message : 'The request could not be sent'
  const final = error instanceof SendError && (error.code === 'blocked' || error.code === 'url')
  return { outcome: final ? 'failed' : 'retry', problem }
}

function meaning(status: number): string {
  if (status === 401 || status === 403) return ': it does not accept the token or URL'
  if (status === 404 || status === 410) return ': the URL leads nowhere, it may have been deleted there'
  return status === 413 ? ': the message is too large for it' : ''
}

/** `Retry-After` in seconds or as a date; Discord says it in the body as well, Telegram only there. */
function retryAfter(answer: Answer, now: Instant): number | undefined {
  const header = answer.headers['retry-after'] ?? ''
  const fromHeader = /^\d{1,9}(\.\d+)?$/.test(header) ? Number(header) * secondMs : Date.parse(header) - now
  const ms = Number.isFinite(fromHeader) ? fromHeader : secondsInBody(answer.body) * secondMs
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, maxRetryAfterMs) : undefined
}

function secondsInBody(body: string): number {
  const found = /"retry_after"\s*:\s*(\d{1,6}(?:\.\d+)?)/.exec(body)?.[1]
  return found === undefined ? Number.NaN : Number(found)
}

function hostOf(location: string | undefined): string | undefined {
  return location !== undefined && URL.canParse(location) ? new URL(location).host : undefined
}
