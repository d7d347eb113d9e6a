/** What a pause costs besides its listener is described by the frames on the stack, and by this many more. */
const fixedFrames = 12
/** Of a slow machine, until it was measured. */
const firstMsPerFrame = 0.04
/** The first pauses of a process are slow ones; of these, the fastest counts. */
const coldProbes = 3
/** A condition of a breakpoint is evaluated in the time that the description of so many frames takes. */
const breakpointFrames = 4
/** Whatever takes longer was interrupted. */
const mostMsPerFrame = 0.4

/**
 * Estimates what a pause costs outside its listener, where most of it goes: the debugger describes every frame on the
 * stack before it calls anybody, so no clock can be read at the beginning. A throw of one's own, timed around its pause,
 * tells how long a frame takes on this machine; other pauses are reckoned by their number of frames.
 */
export class PauseCost {
  #msPerFrame = firstMsPerFrame
  #probes = 0
  #fastest = Infinity
  #meanMs = 1
  #meanBreakpointMs = 0.2

  /** The mean of the latest pauses in milliseconds, listener included. */
  get meanMs(): number {
    return this.#meanMs
  }

  /** The mean of the latest breakpoints in milliseconds. */
  get meanBreakpointMs(): number {
    return this.#meanBreakpointMs
  }

  /** Notes that a pause with so many frames took `ms` besides its listener. */
  measured(frames: number, ms: number): void {
    const found = Math.min(Math.max(0, ms) / (fixedFrames + frames), mostMsPerFrame)
    this.#fastest = Math.min(this.#fastest, found)
    if (++this.#probes < coldProbes) return
    // One probe may be interrupted by anything, so the lower value counts for more.
    const weight = found > this.#msPerFrame ? 0.2 : 0.6
    this.#msPerFrame =
      this.#probes === coldProbes ? this.#fastest : this.#msPerFrame + (found - this.#msPerFrame) * weight
  }

  /** Returns the milliseconds of a breakpoint that does not stop, whose condition called for `listenerMs`. */
  ofBreakpoint(listenerMs: number): number {
    const ms = listenerMs + this.#msPerFrame * breakpointFrames
    this.#meanBreakpointMs += (ms - this.#meanBreakpointMs) * 0.1
    return ms
  }

  /** Returns the milliseconds of a whole pause whose listener took `listenerMs`. */
  of(frames: number, listenerMs: number): number {
    const ms = listenerMs + this.#msPerFrame * (fixedFrames + frames)
    this.#meanMs += (ms - this.#meanMs) * 0.1
    return ms
  }
}
