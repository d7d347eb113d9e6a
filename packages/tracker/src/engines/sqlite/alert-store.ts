import { addTallies, emptyTally } from '../../domain/alert-tally.ts'
import type { AlertStore } from '../../ports/alert-store.ts'
import { inTransaction } from './connection.ts'
import type { WriterState } from './writer-state.ts'

/** Returns what lets rules fire by the clock, and tells what became of all fires. */
export function createAlertStore(state: WriterState): AlertStore {
  return {
    async fire(fires) {
      const tally = inTransaction(state.db, () => state.writeFires(fires))
      state.fires = addTallies(state.fires, tally)
      return tally
    },
    takeTally() {
      const tally = state.fires
      state.fires = emptyTally
      return tally
    },
  }
}
