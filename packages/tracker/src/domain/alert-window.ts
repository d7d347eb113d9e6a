import { dayMs, hourMs, minuteMs } from './instant.ts'

/** The intervals that a threshold may count over, in Sentry's names. */
export type AlertInterval = '1m' | '5m' | '10m' | '15m' | '30m' | '1h' | '1d' | '1w' | '30d'

const lengths: Readonly<Record<AlertInterval, number>> = {
  '1m': minuteMs,
  '5m': 5 * minuteMs,
  '10m': 10 * minuteMs,
  '15m': 15 * minuteMs,
  '30m': 30 * minuteMs,
  '1h': hourMs,
  '1d': dayMs,
  '1w': 7 * dayMs,
  '30d': 30 * dayMs,
}

/** Every interval, shortest first. */
export const alertIntervals: readonly AlertInterval[] = [
  '1m',
  '5m',
  '10m',
  '15m',
  '30m',
  '1h',
  '1d',
  '1w',
  '30d',
]

/** Those over which a share of sessions may be asked for. */
export const sessionIntervals: readonly AlertInterval[] = ['1m', '5m', '10m', '30m', '1h']

/** Returns the length of an interval in milliseconds. */
export function intervalMs(interval: AlertInterval): number {
  return lengths[interval]
}

const words: Readonly<Record<AlertInterval, string>> = {
  '1m': 'one minute',
  '5m': '5 minutes',
  '10m': '10 minutes',
  '15m': '15 minutes',
  '30m': '30 minutes',
  '1h': 'one hour',
  '1d': 'one day',
  '1w': 'one week',
  '30d': '30 days',
}

/** Returns an interval in words: `one hour`. */
export function intervalWords(interval: AlertInterval): string {
  return words[interval]
}
