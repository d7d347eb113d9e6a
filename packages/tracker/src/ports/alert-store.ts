import type { AlertFire, AlertTally } from '../domain/alert.ts'

/** Rules that fire by the clock rather than with an event. */
export interface AlertStore {
  /** One transaction; each fires once in its time. */
  fire(fires: readonly AlertFire[]): Promise<AlertTally>
  /** What became of all fires since the last time this was asked, those of the digest included. */
  takeTally(): AlertTally
}
