import { fileURLToPath } from 'node:url'
import type { Debugger } from 'node:inspector'
import { BoundedCache } from '../../logging/frames/bounded-cache.ts'
import type { BreakpointLink } from './breakpoint-link.ts'
import { captureCondition, passCondition } from './breakpoint-condition.ts'
import type { CapturedFrame, CapturedVariables } from './captured-variables.ts'
import { PendingCaptures } from './pending-captures.ts'
import { functionRange } from './script-ranges.ts'
import { throwStatementAt } from './throw-statement.ts'

/** What breakpoints need. */
export interface ThrowBreakpointsOptions {
  readonly link: Omit<BreakpointLink, 'listen'>
  readonly now: () => number
  /** Returns the object that stands for what is being done now; one request has one. */
  readonly contextOf: () => object
  /** Returns variables as plain data. */
  readonly copy: (variables: object) => CapturedFrame['vars']
  /** Runs a function when this turn of the event loop is over, outside of whatever is being done. */
  readonly soon: (run: () => void) => void
  /** Told when a turn is over in which there were hits, or the one after it. */
  readonly turnEnded: () => void
}

/** A throw that was seen by a pause: where, and what could be read there. */
export interface SeenThrow {
  readonly callFrame: Debugger.CallFrame
  readonly frame: CapturedFrame
}

/** A throw statement with a breakpoint. */
interface Spot {
  readonly id: number
  readonly frame: Omit<CapturedFrame, 'vars'>
  /** The key under which it is remembered. */
  readonly key: string
  /** How stacks name the place, as URL and as path. */
  readonly names: readonly string[]
  readonly atThrow: string
  /** Where its function begins; undefined where that is the throw itself. */
  readonly entry: Debugger.Location | undefined
  readonly pending: PendingCaptures
  atEntry: string | undefined
  /** Of the trial that is under way, or was the last. */
  isOnTrial: boolean
  triedAt: number
  passes: number
  fails: number
  hitAt: number
}

/** Each keeps a function out of optimised code. */
const maxSpots = 4
const passesOfTrial = 20
/** Hits of one turn of the event loop, which may be a long one: then they are off for the rest of it. */
const maxHits = 50
/** Of the turn in which they are on only for those that wait for their error. */
const maxHitsAtEnd = 10
/** Of the event loop, after which what was captured in the first of them is forgotten. */
const turnsKept = 2
/** A trial that has not seen so many passes by then decides by those it has seen, if there are a few. */
const trialMs = 5000
const fewestPasses = 3
/** A spot that was not hit for so long is given up: it fails no more, or pauses are affordable again. */
const idleMs = 10_000
/** Until a place that did not stand its trial has another. */
const rejectedMs = 60_000
const maxRejected = 1000

/**
 * Takes the variables of throw statements that keep failing by a conditional breakpoint, for a sixth of what a pause
 * costs; only those of the function that throws. A breakpoint keeps its function out of optimised code, so it stays only
 * while most passes through the function fail: the first twenty passes are counted by a second breakpoint at the
 * function's begin, and again every five seconds. At most four at once.
 */
export class ThrowBreakpoints {
  readonly #options: ThrowBreakpointsOptions
  readonly #spots = new Map<number, Spot>()
  readonly #rejected = new BoundedCache<number>({ maxEntries: maxRejected })
  #nextId = 1
  #hits = 0
  /** How many turns end until nothing waits for its error. */
  #turnsLeft = 0
  #isClosing = false

  constructor(options: ThrowBreakpointsOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#spots.size
  }

  /** Whether one of them still has to show that most passes fail. */
  get isTrying(): boolean {
    return [...this.#spots.values()].some(({ isOnTrial }) => isOnTrial)
  }

  /** Sets a breakpoint at a throw statement that keeps failing, if it is one and there is room. */
  consider({ callFrame, frame }: SeenThrow): void {
    const { location } = callFrame
    const { scriptId, lineNumber, columnNumber = 0 } = location
    const key = `${scriptId}:${lineNumber}:${columnNumber}`
    const now = this.#options.now()
    if (this.#spots.size >= maxSpots || (this.#rejected.get(key) ?? 0) > now) return
    if ([...this.#spots.values()].some((spot) => spot.key === key)) return
    const line = this.#options.link.lineOf(scriptId, lineNumber)
    const statement = line === undefined ? undefined : throwStatementAt(line, columnNumber)
    // Another kind of statement does not become a throw.
    if (statement === undefined) this.#rejected.set(key, Infinity)
    else this.#set(key, { callFrame, frame }, `${lineNumber + 1}:${statement.newColumn + 1}`)
  }

  /** Takes what the condition of a breakpoint hands over. */
  hit(id: number, variables: object | undefined): void {
    const spot = this.#spots.get(id)
    if (spot === undefined) return
    if (++this.#hits > (this.#isClosing ? maxHitsAtEnd : maxHits)) return this.#pass()
    if (!this.#isClosing) this.#keepForTurns()
    if (variables === undefined) spot.passes++
    else this.#fail(spot, variables)
    if (spot.isOnTrial && spot.passes >= passesOfTrial) this.#judge(spot)
  }

  /** Returns the variables of an error; undefined when it is from elsewhere, or it is not certain which are its own. */
  claim(stack: string): CapturedVariables | undefined {
    if (this.#spots.size === 0) return undefined
    const start = stack.indexOf('\n    at ')
    if (start < 0) return undefined
    const end = stack.indexOf('\n', start + 1)
    const call = stack.slice(start, end < 0 ? undefined : end).replace(/\)$/, '')
    for (const spot of this.#spots.values()) {
      if (!spot.names.some((name) => call.endsWith(name))) continue
      const vars = spot.pending.claim(this.#options.contextOf())
      return vars === undefined ? undefined : { frames: [{ ...spot.frame, vars }] }
    }
    return undefined
  }

  /** Ends trials that take too long, begins those that are due again, and gives up what fails no more. */
  review(): void {
    const now = this.#options.now()
    for (const spot of this.#spots.values()) {
      if (now - spot.hitAt > idleMs) this.#remove(spot)
      else if (now - spot.triedAt < trialMs) continue
      else if (!spot.isOnTrial) this.#try(spot)
      // Breakpoints may have been off, or nothing was asked of the program: that says nothing about the statement.
      else if (spot.passes >= fewestPasses) this.#judge(spot)
    }
  }

  /** Switches them on. */
  open(): void {
    this.#isClosing = false
    this.#options.link.useBreakpoints(true)
  }

  /** Switches them off: a turn later where variables wait for their error, since a throw missed now may get them. */
  close(): void {
    const isAwaited = [...this.#spots.values()].some(({ pending }) => pending.isWaiting)
    if (isAwaited && this.#turnsLeft > 0) this.#isClosing = true
    else this.stop()
  }

  /** Switches them off at once, and forgets what was captured and not asked for: throws may be missed from now on. */
  stop(): void {
    this.#isClosing = false
    this.#options.link.useBreakpoints(false)
    for (const { pending } of this.#spots.values()) pending.clear()
  }

  /** Removes all of them. */
  end(): void {
    this.stop()
    for (const spot of this.#spots.values()) this.#remove(spot)
  }

  #keepForTurns(): void {
    if (this.#turnsLeft === 0) this.#options.soon(() => this.#endTurn())
    this.#turnsLeft = turnsKept
  }

  #endTurn(): void {
    this.#hits = 0
    for (const { pending } of this.#spots.values()) pending.endTurn()
    if (--this.#turnsLeft > 0) this.#options.soon(() => this.#endTurn())
    if (this.#isClosing) this.stop()
    else this.#options.turnEnded()
  }

  /** Off for the rest of the turn. The condition of a breakpoint is no time to remove it. */
  #pass(): void {
    this.stop()
    if (this.#turnsLeft === 0) this.#keepForTurns()
  }

  #set(key: string, { callFrame, frame }: SeenThrow, place: string): void {
    const { link, now } = this.#options
    const id = this.#nextId++
    const { vars, ...where } = frame
    const names = Object.keys(vars).filter((name) => vars[name] !== '[unavailable]')
    const atThrow = link.breakAt(callFrame.location, captureCondition(id, names))
    if (atThrow === undefined) {
      this.#rejected.set(key, now() + rejectedMs)
      return
    }
    const range = functionRange(callFrame)
    const spot: Spot = {
      id,
      frame: where,
      key,
      names: namesOf(frame.url).map((name) => `${name}:${place}`),
      atThrow,
      entry: range === undefined ? undefined : link.firstPlaceIn(range),
      pending: new PendingCaptures(),
      atEntry: undefined,
      isOnTrial: true,
      triedAt: now(),
      passes: 0,
      fails: 0,
      hitAt: now(),
    }
    this.#spots.set(id, spot)
    this.#try(spot)
  }

  #try(spot: Spot): void {
    const { link, now } = this.#options
    Object.assign(spot, { isOnTrial: true, triedAt: now(), passes: 0, fails: 0 })
    if (spot.entry !== undefined) spot.atEntry ??= link.breakAt(spot.entry, passCondition(spot.id))
  }

  #fail(spot: Spot, variables: object): void {
    spot.fails++
    // Where the throw is all there is of a function, each pass is a failure.
    if (spot.atEntry === undefined) spot.passes++
    spot.hitAt = this.#options.now()
    spot.pending.add(this.#options.contextOf(), this.#isClosing ? undefined : this.#options.copy(variables))
  }

  #judge(spot: Spot): void {
    spot.isOnTrial = false
    const isKept = 2 * spot.fails >= spot.passes
    if (!isKept) this.#pass()
    this.#options.soon(() => {
      if (isKept) this.#removeEntry(spot)
      else this.#reject(spot)
    })
  }

  #removeEntry(spot: Spot): void {
    if (spot.atEntry !== undefined) this.#options.link.unbreak(spot.atEntry)
    spot.atEntry = undefined
  }

  #remove(spot: Spot): void {
    if (!this.#spots.delete(spot.id)) return
    this.#removeEntry(spot)
    this.#options.link.unbreak(spot.atThrow)
  }

  #reject(spot: Spot): void {
    this.#remove(spot)
    this.#rejected.set(spot.key, this.#options.now() + rejectedMs)
  }
}

/** A stack names modules by their URL, and what was required by its path. */
function namesOf(url: string): readonly string[] {
  if (!url.startsWith('file://')) return [url]
  try {
    return [url, fileURLToPath(url)]
  } catch {
    return [url]
  }
}
