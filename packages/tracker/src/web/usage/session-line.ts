import type { ReleaseSessions } from '../../ports/session-reads.ts'

/** The sessions of one release, as the usage page shows them. */
export interface SessionLine {
  readonly project: string
  /** Empty for sessions without one. */
  readonly release: string
  readonly sessions: number
  /** With an error, the crashed ones included. */
  readonly errored: number
  readonly crashed: number
  /** Percent of the sessions that did not crash, 0 to 100, with two decimals. */
  readonly crashFree: number
}

/** Returns the line of a release; undefined when none of its sessions began in the time that is looked at. */
export function toSessionLine(
  { release = '', started, errored, crashed }: ReleaseSessions,
  project: string,
): SessionLine | undefined {
  if (started === 0) return undefined
  // Rounded down: 100 means that none crashed.
  const crashFree = Math.max(0, Math.floor(((started - crashed) / started) * 10_000) / 100)
  return { project, release, sessions: started, errored, crashed, crashFree }
}
