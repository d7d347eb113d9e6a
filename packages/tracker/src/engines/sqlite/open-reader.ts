import type { Clock } from '../../domain/instant.ts'
import type { ReadModels } from '../../ports/read-models.ts'

export interface ReaderOptions {
  readonly dataDir: string
  readonly clock?: Clock | undefined
}

/** A read-only connection and the questions it answers. */
export interface SqliteReader {
  readonly reads: ReadModels
  close(): void
}

/** Opens the reading side of a data directory that a writer has opened before; sees each commit of the writer. */
export function openReader(options: ReaderOptions): SqliteReader {
  throw new Error(`not built yet: ${options.dataDir}`)
}
