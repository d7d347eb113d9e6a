import type { AlertDigest, DigestEntry } from './alert-content.ts'

export interface FitDigestOptions {
  /** What an entry takes of the limit in a service's syntax, line break included. */
  readonly size: (entry: DigestEntry) => number
  readonly limit: number
}

/** What of a digest a message has room for. */
export interface FittedDigest {
  readonly entries: readonly DigestEntry[]
  /** How many alerts are not listed: `and 12 more alerts`; absent when all are. */
  readonly more?: string | undefined
}

/** More are no message any more, but a list; the pages have it. */
const mostEntries = 15

/** Room for `and 1000000 more alerts`. */
const roomForMore = 32

/** Returns the first entries that fit, none cut in the middle, and what is to be said about the others. */
export function fitDigest({ alerts, entries }: AlertDigest, { size, limit }: FitDigestOptions): FittedDigest {
  const fitted: DigestEntry[] = []
  let room = limit - roomForMore
  for (const entry of entries.slice(0, mostEntries)) {
    room -= size(entry)
    if (room < 0) break
    fitted.push(entry)
  }
  const more = alerts - fitted.reduce((sum, entry) => sum + entry.alerts, 0)
  if (more <= 0) return { entries: fitted }
  return {
    entries: fitted,
    more: fitted.length > 0 ? `and ${count(more, 'more alert')}` : count(more, 'alert'),
  }
}

/** Returns the same as lines of text; `line` bounds and escapes an entry. */
export function digestLines(
  digest: AlertDigest | undefined,
  { line, limit, size = (text) => text.length }: DigestLinesOptions,
): readonly string[] {
  if (!digest) return []
  const { entries, more } = fitDigest(digest, { size: (entry) => size(line(entry)) + 1, limit })
  return [...entries.map(line), ...(more === undefined ? [] : [more])]
}

interface DigestLinesOptions {
  readonly line: (entry: DigestEntry) => string
  readonly limit: number
  /** @default the number of UTF-16 units */
  readonly size?: ((text: string) => number) | undefined
}

/** Returns what an entry says behind its link: `TypeError: no id · New issues · 3 alerts · 120 events of 4 users`. */
export function entryWords({ title, rule, alerts, events, users = 0 }: DigestEntry): string {
  const of = users > 0 ? ` of ${count(users, 'user')}` : ''
  return [
    title,
    rule,
    ...(alerts > 1 ? [count(alerts, 'alert')] : []),
    ...(events === undefined ? [] : [`${count(events, 'event')}${of}`]),
  ].join(' · ')
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}
