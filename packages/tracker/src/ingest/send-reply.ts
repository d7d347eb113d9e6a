import type { ServerResponse } from 'node:http'
import { formatRateLimits, unwantedTraffic } from '@culprit/wire'
import type { Refusal } from './refusal.ts'
import type { Reply } from './reply.ts'

/** On every answer, errors too: without them a browser hides the status from the SDK. */
const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
}

const preflightHeaders = {
  ...corsHeaders,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, content-type, authentication, authorization, content-encoding, transfer-encoding, sentry-trace, baggage, x-csrftoken',
  'access-control-max-age': '3600',
  'content-length': '0',
}

const unwantedHeaders = {
  all: formatRateLimits([unwantedTraffic]),
  'all-but-sessions': formatRateLimits([
    {
      ...unwantedTraffic,
      categories: unwantedTraffic.categories.filter((category) => category !== 'session'),
    },
  ]),
}

type Headers = Record<string, string | number>

/** Answers a browser that asks whether it may send from its page: any page may. */
export function sendPreflight(res: ServerResponse): void {
  res.writeHead(200, preflightHeaders)
  res.end()
}

/** Sends the answer to a request that was taken. */
export function sendReply(res: ServerResponse, { status, contentType, body, unwanted }: Reply): void {
  const headers: Headers = {
    ...corsHeaders,
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  }
  if (unwanted !== undefined) headers['x-sentry-rate-limits'] = unwantedHeaders[unwanted]
  res.writeHead(status, headers)
  res.end(body)
}

/** Sends the answer to a request that was refused: `{detail, causes}`, and the detail once more for raven. */
export function sendRefusal(res: ServerResponse, refusal: Refusal): void {
  const body = JSON.stringify({ detail: refusal.detail, causes: refusal.causes ?? [] })
  const headers: Headers = {
    ...corsHeaders,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-sentry-error': headerText(refusal.detail),
  }
  if (refusal.retryAfterSeconds !== undefined) headers['retry-after'] = refusal.retryAfterSeconds
  if (refusal.rateLimits) headers['x-sentry-rate-limits'] = formatRateLimits(refusal.rateLimits)
  res.writeHead(refusal.status, headers)
  res.end(body)
}

/** Details may quote what was sent, which may hold what a header must not. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 500)
}
