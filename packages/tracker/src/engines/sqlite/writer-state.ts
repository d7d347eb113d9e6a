import type { DatabaseSync } from 'node:sqlite'
import type { DataDir } from '../filesystem/data-dir.ts'
import type { AlertTally } from '../../domain/alert.ts'
import type { WriteFires } from './alert-writes.ts'
import type { Counters } from './counters.ts'
import type { DayFiles } from './day-files.ts'
import type { IssueCache } from './issue-cache.ts'
import type { SessionWrites } from './session-writes.ts'

/** What the parts of the writer share; made in `openWriter`, owned by one thread. */
export interface WriterState {
  readonly dir: DataDir
  readonly db: DatabaseSync
  readonly days: DayFiles
  readonly issues: IssueCache
  readonly counters: Counters
  readonly sessions: SessionWrites
  /** Lets rules fire; inside a transaction. */
  readonly writeFires: WriteFires
  /** What became of fires since it was last asked. */
  fires: AlertTally
  /** The number of the last event that the main database knows of. */
  lastSeq: number
  /** The newest day that had files after the last batch. */
  newestDay: string | undefined
  /** Set when a batch failed half-way and its rows could not be removed: done before the next one. */
  hasOrphans: boolean
}
