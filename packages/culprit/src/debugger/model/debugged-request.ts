import type { Redactor } from '@culprit/redact'
import type { RequestData } from '../../handlers/request-data.ts'
import type { DebuggedRequest } from '../debugged-error.ts'
import type { ValueHandles } from '../values/value-handles.ts'

type Pair = readonly [name: string, value: string]

const filtered = '[redacted]'
const maxPairs = 100
const maxValue = 4000

/** Returns a request as the page shows it, without secrets. */
export function debuggedRequest(
  data: RequestData,
  redactor: Redactor,
  handles: ValueHandles,
): DebuggedRequest {
  const headers = Object.entries(data.headers)
  const cookies = headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1]
  return {
    method: data.method,
    url: redactor.redactUrl(data.url).slice(0, maxValue),
    ...(data.route !== undefined && { route: data.route }),
    headers: headers
      .filter(([name, value]) => value !== undefined && name.toLowerCase() !== 'cookie')
      .slice(0, maxPairs)
      .map(([name, value]) => [
        name,
        redactor.isSecretHeader(name) ? filtered : shown(String(value), redactor),
      ]),
    query: pairsOf(queryOf(data.url), (name) => redactor.isSecretKey(name), redactor),
    cookies: pairsOf(cookiesOf(cookies), (name) => redactor.isSecretCookie(name), redactor),
    ...(data.body !== undefined && { body: handles.named('body', data.body) }),
    ...(data.user !== undefined && { user: handles.named('user', data.user) }),
  }
}

function pairsOf(
  pairs: Iterable<Pair>,
  isSecret: (name: string) => boolean,
  redactor: Redactor,
): readonly Pair[] {
  return [...pairs]
    .slice(0, maxPairs)
    .map(([name, value]) => [name, isSecret(name) ? filtered : shown(value, redactor)])
}

function shown(text: string, redactor: Redactor): string {
  return redactor.redactText(text.slice(0, maxValue))
}

function queryOf(url: string): Iterable<Pair> {
  const start = url.indexOf('?')
  return start < 0 ? [] : new URLSearchParams(url.slice(start).replace(/#.*$/, ''))
}

function cookiesOf(header: string | readonly string[] | undefined): readonly Pair[] {
  if (header === undefined) return []
  return String(header)
    .split(';')
    .map((part) => part.trim().split('='))
    .map(([name = '', ...value]) => [name, value.join('=')])
}
