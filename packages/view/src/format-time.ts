const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Returns how long ago something was in one short unit: `now`, `12s`, `4m`, `2h`, `30d`, `3y`. */
export function shortAge(at: number, now: number): string {
  const ago = Math.max(0, now - at)
  if (ago < 1000) return 'now'
  if (ago < minute) return `${Math.floor(ago / 1000)}s`
  if (ago < hour) return `${Math.floor(ago / minute)}m`
  if (ago < 2 * day) return `${Math.floor(ago / hour)}h`
  if (ago < 730 * day) return `${Math.floor(ago / day)}d`
  return `${Math.floor(ago / (365 * day))}y`
}

/** Returns how long ago something was in words: `just now`, `12 seconds ago`, `2 hours ago`. */
export function longAge(at: number, now: number): string {
  const ago = Math.max(0, now - at)
  if (ago < 1000) return 'just now'
  const [size, unit] =
    ago < minute
      ? ([1000, 'second'] as const)
      : ago < hour
        ? ([minute, 'minute'] as const)
        : ago < 2 * day
          ? ([hour, 'hour'] as const)
          : ([day, 'day'] as const)
  const count = Math.floor(ago / size)
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}

/** Returns an instant as `2026-11-22 17:04:54 UTC`, or `unknown time` where it is no valid date. */
export function absoluteTime(at: number): string {
  const iso = isoTime(at)
  return iso === undefined ? 'unknown time' : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** Returns an instant as ISO 8601, or undefined where it lies outside what a Date can hold. */
export function isoTime(at: number): string | undefined {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** Returns a span as `340 ms`, `1.2 s`, `4 m 10 s`, `2 h 5 m` or `3 d`. */
export function formatSpan(ms: number): string {
  const span = Math.abs(ms)
  if (span < 1000) return `${Math.round(span)} ms`
  if (span < minute) return `${(span / 1000).toFixed(1)} s`
  if (span < hour) return `${Math.floor(span / minute)} m ${Math.floor((span % minute) / 1000)} s`
  if (span >= 2 * day) return `${formatCount(Math.floor(span / day))} d`
  return `${Math.floor(span / hour)} h ${Math.floor((span % hour) / minute)} m`
}

/** Returns a whole number with thousands separators, the same in every locale: `1,204`. */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
