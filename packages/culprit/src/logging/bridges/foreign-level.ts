import { Level, type LevelNames } from '../level.ts'

/** The level names of pino, winston (npm and syslog levels), Nest, the console and PostgreSQL, in lower case. */
const LEVELS: ReadonlyMap<string, number> = new Map([
  ['trace', Level.TRACE],
  ['silly', Level.TRACE],
  ['verbose', Level.DEBUG],
  ['debug', Level.DEBUG],
  ['http', Level.DEBUG],
  ['log', Level.INFO],
  ['info', Level.INFO],
  ['notice', Level.INFO],
  ['warn', Level.WARNING],
  ['warning', Level.WARNING],
  ['err', Level.ERROR],
  ['error', Level.ERROR],
  ['fatal', Level.CRITICAL],
  ['crit', Level.CRITICAL],
  ['critical', Level.CRITICAL],
  ['alert', Level.CRITICAL],
  ['emerg', Level.CRITICAL],
  ['panic', Level.CRITICAL],
])

/**
 * Returns our level for another library's, by its name in any case, since the numbers mean something else
 * everywhere. A name that an application added to its manager counts too; one nobody knows is INFO.
 */
export function foreignLevel(name: string, names?: LevelNames): number {
  return LEVELS.get(name.toLowerCase()) ?? names?.numberOf(name.toUpperCase()) ?? Level.INFO
}
