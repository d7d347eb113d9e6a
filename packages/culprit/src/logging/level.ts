/**
 * The standard levels and their numbers: the higher, the more severe. A logger or handler whose level is NOTSET
 * decides nothing itself. TRACE is below DEBUG; the other numbers are Python's, not pino's, so levels of other
 * libraries are mapped by name and never by number.
 */
export const Level = {
  NOTSET: 0,
  TRACE: 5,
  DEBUG: 10,
  INFO: 20,
  WARNING: 30,
  ERROR: 40,
  CRITICAL: 50,
} as const

/** What a level can be given as: its number, or one of its names (upper case). */
export type LevelInput = number | string

const ALIASES: ReadonlyMap<string, number> = new Map([
  ['WARN', Level.WARNING],
  ['FATAL', Level.CRITICAL],
])

/**
 * The names of levels in both directions. Each `LogManager` has its own, so that names one application adds do
 * not show in another. `WARN` and `FATAL` are understood as WARNING and CRITICAL.
 */
export class LevelNames {
  readonly #names = new Map<number, string>()
  readonly #numbers = new Map<string, number>()

  constructor() {
    for (const [name, number] of ALIASES) this.#numbers.set(name, number)
    for (const [name, number] of Object.entries(Level)) this.add(number, name)
  }

  /** Names a number, both ways. The name given last wins for a number; earlier names are still understood. */
  add(level: number, name: string): void {
    this.#names.set(level, name)
    this.#numbers.set(name, level)
  }

  /** Returns the name of a number, or the text `Level 35` for a number without one. */
  nameOf(level: number): string {
    return this.#names.get(level) ?? `Level ${level}`
  }

  /** Returns the number of a name, or undefined for one that is not known. Names are case-sensitive. */
  numberOf(name: string): number | undefined {
    return this.#numbers.get(name)
  }

  /** Returns a copy of all names with their numbers, aliases included. */
  mapping(): Map<string, number> {
    return new Map(this.#numbers)
  }

  /**
   * Returns the number for a level given either way.
   * @throws {RangeError} for a name that is not known
   * @throws {TypeError} for anything but an integer or a string
   */
  check(level: unknown): number {
    if (typeof level === 'number' && Number.isInteger(level)) return level
    if (typeof level !== 'string')
      throw new TypeError(`Level not an integer or a valid string: ${String(level)}`)
    const number = this.numberOf(level)
    if (number === undefined) throw new RangeError(`Unknown level: '${level}'`)
    return number
  }
}

/**
 * Returns the number of a standard level given by number or name; for levels with added names ask the
 * `LogManager` that knows them.
 * @throws {RangeError} for a name that is not known
 * @throws {TypeError} for anything but an integer or a string
 */
export function levelNumber(level: LevelInput): number {
  return typeof level === 'number' && Number.isInteger(level) ? level : new LevelNames().check(level)
}
