import type { Clock } from '../../domain/instant.ts'
import type { ReadModels } from '../../ports/read-models.ts'
import type { WindowStore } from '../../ports/window-store.ts'
import { dataDirAt } from '../filesystem/data-dir.ts'
import { loadSecretKey } from '../filesystem/secret-key.ts'
import { openReadOnly } from './connection.ts'
import { createDayReaders } from './day-readers.ts'
import { createKysely } from './kysely-driver.ts'
import { createAccessReads } from './reads/access-reads.ts'
import { createAlertReads } from './reads/alert-reads.ts'
import { createAttachmentReads } from './reads/attachment-reads.ts'
import { createDestinationReads } from './reads/destination-reads.ts'
import { createEventReads } from './reads/event-reads.ts'
import { createIssueFacts } from './reads/issue-facts.ts'
import { createIssueReads } from './reads/issue-reads.ts'
import { createPastReads } from './reads/past-reads.ts'
import { createProjectReads } from './reads/project-reads.ts'
import type { ReadContext } from './reads/read-context.ts'
import { createSessionReads, createSessionWindows } from './reads/session-reads.ts'
import { createStatusReads } from './reads/status-reads.ts'
import { createWindowReads } from './reads/window-reads.ts'
import type { Tables } from './tables.ts'

export interface ReaderOptions {
  readonly dataDir: string
  /** Decides which issues still count as new. */
  readonly clock?: Clock | undefined
}

/** A read-only connection and the questions it answers. */
export interface SqliteReader {
  readonly reads: ReadModels
  /** What alert rules count over. */
  readonly windows: WindowStore
  close(): void
}

/**
 * Opens the reading side of a data directory that a writer has opened before; sees each commit of the writer. Counters
 * (trends, tags, users) lag by up to the writer's window, issues and events do not.
 */
export function openReader({ dataDir, clock = Date.now }: ReaderOptions): SqliteReader {
  const dir = dataDirAt(dataDir)
  const db = openReadOnly(dir.mainDb, 8192)
  const days = createDayReaders(dataDir)
  let secretKey: Uint8Array | undefined
  const key = (): Uint8Array => (secretKey ??= loadSecretKey(dir))
  const context: ReadContext = { dir, db, kysely: createKysely<Tables>(db), days, clock, key }
  return {
    reads: {
      ...createProjectReads(context),
      ...createIssueReads(context),
      ...createEventReads(context),
      ...createIssueFacts(context),
      ...createAttachmentReads(context),
      ...createStatusReads(context),
      ...createAccessReads(context),
      ...createAlertReads(context),
      ...createPastReads(context),
      ...createSessionReads(context),
      ...createDestinationReads(context),
    },
    windows: { ...createWindowReads(context), ...createSessionWindows(context) },
    close() {
      days.close()
      db.close()
    },
  }
}
