import type { Clock } from '../../domain/instant.ts'
import type { SqliteWriter } from './sqlite-writer.ts'

export interface WriterOptions {
  /** Made by `prepareDataDir` and locked by `lockDataDir`. */
  readonly dataDir: string
  readonly clock?: Clock | undefined
}

/**
 * Opens the writing side of a data directory: migrates it, removes what an interrupted batch left, and folds the
 * counters again that were not written. There may be one writer for a directory; `lockDataDir` sees to that.
 *
 * @throws {DataDirError} when the directory was written by a newer version
 */
export async function openWriter(options: WriterOptions): Promise<SqliteWriter> {
  throw new Error(`not built yet: ${options.dataDir}`)
}
