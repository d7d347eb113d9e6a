import type { RequestInfo, UserInfo } from '../../domain/event.ts'
import type { Json } from '../../domain/json.ts'
import { limits } from '../limits.ts'
import type { EventFacts } from './event-facts.ts'
import type { NoteTaker } from './note-taker.ts'
import { isObject, type Sent, scalarText, setOwn, textOf } from './sent.ts'
import { trimObject } from './trim.ts'

/** What else than the sent user decides about the address. */
export interface UserFacts {
  readonly facts: EventFacts
  readonly platform: string
  readonly request: RequestInfo | undefined
}

const known: ReadonlySet<string> = new Set(['id', 'email', 'username', 'name', 'ip_address', 'geo', 'data'])
/** Platforms that run on the user's own device, so that the client's address is the user's. */
const clientPlatforms: ReadonlySet<string> = new Set(['javascript', 'cocoa', 'objc'])

/**
 * Returns the user of an event; undefined when nothing is known. Ids may be numbers; keys we do not know go to
 * `data`; `{{auto}}` as address is the client's.
 */
export function normaliseUser(sent: Sent, userFacts: UserFacts, notes: NoteTaker): UserInfo | undefined {
  const user = isObject(sent) ? sent : {}
  const place = { max: limits.userText, path: 'user', notes }
  const info: UserInfo = {
    id: textOf(user['id'], place),
    email: textOf(user['email'], place),
    username: textOf(user['username'], place),
    name: textOf(user['name'], place),
    ip: addressOf(user['ip_address'], userFacts),
    geo: trimObject(user['geo'], { limits: limits.small, path: 'user.geo', notes }),
    data: dataOf(user, notes),
  }
  const { id, email, username, name, ip, geo, data } = info
  return (id ?? email ?? username ?? name ?? ip ?? geo ?? data) ? info : undefined
}

function addressOf(sent: Sent, { facts, platform, request }: UserFacts): string | undefined {
  if (sent === '{{auto}}') return facts.clientIp
  if (typeof sent === 'string' && isAddress(sent.trim())) return sent.trim()
  const remote = request?.env['REMOTE_ADDR']
  if (remote === '{{auto}}') return facts.clientIp
  if (typeof remote === 'string' && isAddress(remote.trim())) return remote.trim()
  return clientPlatforms.has(platform) ? facts.clientIp : undefined
}

/** Close enough to tell an IPv4 or IPv6 address from other text; nothing is looked up by it. */
function isAddress(text: string): boolean {
  return (
    text.length <= 45 &&
    (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ||
      /^[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:\d{1,3}(?:\.\d{1,3}){3})?$/.test(text))
  )
}

function dataOf(user: Readonly<Record<string, Json>>, notes: NoteTaker): UserInfo['data'] {
  const data: Record<string, Json> = {}
  if (isObject(user['data'])) for (const key in user['data']) setOwn(data, key, user['data'][key] ?? null)
  for (const key in user) {
    const value = user[key]
    if (known.has(key) || value === undefined || value === null || scalarText(value) === '') continue
    setOwn(data, key, value)
  }
  return trimObject(data, { limits: limits.small, path: 'user.data', notes })
}
