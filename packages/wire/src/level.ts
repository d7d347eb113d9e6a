/** How bad it is. From worst to mildest: fatal, error, warning, info, debug. */
export type Level = 'fatal' | 'error' | 'warning' | 'info' | 'debug'

/** All levels, mildest first. */
export const levels: readonly Level[] = ['debug', 'info', 'warning', 'error', 'fatal']

const levelOfWord: ReadonlyMap<string, Level> = new Map<string, Level>([
  ...levels.map((level): [string, Level] => [level, level]),
  ['log', 'info'],
  ['warn', 'warning'],
  ['critical', 'fatal'],
])

/** Returns the level that a client named, in any case and under the usual other names, or undefined. */
export function parseLevel(value: unknown): Level | undefined {
  return typeof value === 'string' ? levelOfWord.get(value.trim().toLowerCase()) : undefined
}

/** Orders levels from mildest to worst: negative when `a` is milder than `b`. */
export function compareLevels(a: Level, b: Level): number {
  return levels.indexOf(a) - levels.indexOf(b)
}
