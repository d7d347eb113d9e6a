/** How bad an event is, worst first. */
export const levels = ['fatal', 'error', 'warning', 'info', 'debug'] as const

/** One of `levels`. */
export type Level = (typeof levels)[number]

/** Returns the level that a client's word names (`log` is info, `critical` is fatal), or `error`. */
export function parseLevel(word: unknown): Level {
  if (word === 'critical') return 'fatal'
  if (word === 'log') return 'info'
  if (word === 'warn') return 'warning'
  return levels.find((level) => level === word) ?? 'error'
}
