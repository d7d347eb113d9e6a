import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { Clock } from '../../../domain/instant.ts'
import type { DataDir } from '../../filesystem/data-dir.ts'
import type { DayReaders } from '../day-readers.ts'
import type { Tables } from '../tables.ts'

/** What the read models share: one read-only connection and the day files. */
export interface ReadContext {
  readonly dir: DataDir
  readonly db: DatabaseSync
  readonly kysely: Kysely<Tables>
  readonly days: DayReaders
  readonly clock: Clock
  /** Opens sealed settings; read from its file when first asked for. */
  readonly key: () => Uint8Array
}
