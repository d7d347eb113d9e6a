import type { HeaderList } from './reply.ts'

/**
 * Returns the time that a `Retry-After` header asks to wait as words ("30 seconds"), undefined when there is none or
 * it is over. Above two minutes it is told in minutes, above two hours in hours, rounded up.
 */
export function retryAfterTime(headers: HeaderList, language: string, now: () => number): string | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
  if (value === undefined) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now()) / 1000
  if (!(seconds > 0)) return undefined
  if (seconds <= 120) return amount(seconds, 'second', language)
  return seconds <= 7200 ? amount(seconds / 60, 'minute', language) : amount(seconds / 3600, 'hour', language)
}

function amount(count: number, unit: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.ceil(count),
  )
}
