import type { Debugger } from 'node:inspector'
import { functionRange, type ScriptRange, toPositions } from './script-ranges.ts'

/** A place that throws, and what became of its errors. */
export interface ThrowSite {
  /** True once anybody asked for the variables of an error from here. */
  readonly isReported: boolean
  readonly pauses: number
}

/** What learning needs. */
export interface HandledThrowsOptions {
  /** Tells the debugger which functions of a script are ignored, in place of those told before. */
  readonly ignore: (scriptId: string, positions: readonly Debugger.ScriptPosition[]) => void
  readonly urlOf: (scriptId: string) => string | undefined
  readonly now: () => number
}

interface Site {
  isReported: boolean
  pauses: number
  readonly firstAt: number
  /** Functions ignored from the throw outwards; the one that catches is not known, so it is searched for. */
  ranges: readonly ScriptRange[]
}

/** Places remembered, the oldest forgotten first. */
const maxSites = 1000
const pausesBeforeIgnoring = 5
/** Pauses between one function more and the next. */
const pausesToWiden = 2
/** Pauses at an ignored place that are let pass: optimised code is not always seen to be ignored. */
const strayPauses = 10
/** A report follows its throw within this time, mostly within the same request. */
const graceMs = 1000
const maxRanges = 8

/**
 * Learns which throws are handled by the program itself, such as the check of a token or the probe of a file, and has
 * the debugger pass them over, so that the budget is left for errors that are reported.
 *
 * A place whose first five errors nobody reported within a second has its function ignored, then its caller and so on
 * (at most eight) until it pauses no more. The debugger ignores a throw only when every function from the throw to the
 * `catch` is ignored; so an error that leaves them, for a handler further out, pauses as before. Two things undo it:
 * a report of an error from the place, and a report of an uncaptured error whose stack has a call in the function.
 */
export class HandledThrows {
  readonly #options: HandledThrowsOptions
  readonly #sites = new Map<string, Site>()
  #ignoredSites = 0

  constructor(options: HandledThrowsOptions) {
    this.#options = options
  }

  /** How many places are passed over. */
  get count(): number {
    return this.#ignoredSites
  }

  /** Notes a pause at a throw and returns its place. */
  seen(frames: readonly Debugger.CallFrame[]): ThrowSite | undefined {
    const place = frames[0]?.location
    if (place === undefined) return undefined
    const site = this.#siteAt(`${place.scriptId}:${place.lineNumber}:${place.columnNumber}`)
    site.pauses++
    if (!site.isReported) this.#learn(site, frames)
    return site
  }

  /** Notes that an error from this place was reported: its throws are seen from now on. */
  reported(site: ThrowSite): void {
    for (const known of this.#sites.values()) if (known === site) this.#keep(known)
  }

  /**
   * Notes that an error was reported whose throw was not seen. Returns true when that may be our doing, and sees to
   * it that the next one is.
   */
  missed(stack: string): boolean {
    if (this.#ignoredSites === 0) return false
    let isOurs = false
    for (const site of this.#sites.values()) {
      if (!this.#isThrownIn(site.ranges[0], stack)) continue
      this.#keep(site)
      isOurs = true
    }
    return isOurs
  }

  /** Says whether a stack has a call within the function that threw. */
  #isThrownIn(range: ScriptRange | undefined, stack: string): boolean {
    if (range === undefined) return false
    const path = this.#options.urlOf(range.scriptId)?.replace(/^file:\/\//, '')
    if (path === undefined) return false
    for (let at = stack.indexOf(`${path}:`); at >= 0; at = stack.indexOf(`${path}:`, at + 1)) {
      const line = Number.parseInt(stack.slice(at + path.length + 1), 10) - 1
      if (line >= range.start.lineNumber && line <= range.end.lineNumber) return true
    }
    return false
  }

  #siteAt(key: string): Site {
    const known = this.#sites.get(key)
    if (known !== undefined) return known
    const site: Site = { isReported: false, pauses: 0, firstAt: this.#options.now(), ranges: [] }
    this.#sites.set(key, site)
    if (this.#sites.size > maxSites) this.#forgetOldest()
    return site
  }

  #forgetOldest(): void {
    for (const [key, site] of this.#sites) {
      this.#sites.delete(key)
      this.#setRanges(site, [])
      return
    }
  }

  #learn(site: Site, frames: readonly Debugger.CallFrame[]): void {
    const { length } = site.ranges
    const isDue = site.pauses >= pausesBeforeIgnoring + length * pausesToWiden
    if (!isDue || this.#options.now() - site.firstAt < graceMs) return
    const range =
      length < maxRanges && frames[length] !== undefined ? functionRange(frames[length]) : undefined
    if (range !== undefined) this.#setRanges(site, [...site.ranges, range])
    // Whoever catches it cannot be told apart from the rest of the program, or awaits it and is not on the stack.
    else if (site.pauses >= pausesBeforeIgnoring + length * pausesToWiden + strayPauses) this.#keep(site)
  }

  #keep(site: Site): void {
    if (site.isReported && site.ranges.length === 0) return
    site.isReported = true
    this.#setRanges(site, [])
  }

  #setRanges(site: Site, ranges: readonly ScriptRange[]): void {
    const scripts = new Set([...site.ranges, ...ranges].map(({ scriptId }) => scriptId))
    this.#ignoredSites += Number(ranges.length > 0) - Number(site.ranges.length > 0)
    site.ranges = ranges
    for (const scriptId of scripts) {
      const all = [...this.#sites.values()].flatMap((known) => known.ranges)
      this.#options.ignore(scriptId, toPositions(all.filter((range) => range.scriptId === scriptId)))
    }
  }
}
