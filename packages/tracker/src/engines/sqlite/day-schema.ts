import type { DatabaseSync } from 'node:sqlite'
import { DataDirError } from '../filesystem/data-dir-error.ts'

/** The format of day files, kept in `PRAGMA user_version`. */
const dayFileVersion = 1

/**
 * Narrow rows of the events that were received on one UTC day. `title` only where it differs from the issue's, `tags`
 * as a flat JSON list, the payload by its place in the day's block file. `blocks_end` is how far that file is named.
 */
const schema = `
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  event_id BLOB NOT NULL,
  project_id INTEGER NOT NULL,
  issue_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  level TEXT NOT NULL,
  platform TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  received INTEGER NOT NULL,
  title TEXT,
  environment TEXT,
  release TEXT,
  "transaction" TEXT,
  user_key TEXT,
  tags TEXT,
  block_offset INTEGER NOT NULL,
  slot INTEGER NOT NULL
);
CREATE UNIQUE INDEX events_by_id ON events (event_id, project_id);
CREATE INDEX events_by_issue ON events (issue_id);
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('blocks_end', 0);
PRAGMA user_version = ${dayFileVersion};
`

/**
 * Makes the tables of a new day file and checks the version of an old one.
 *
 * @throws {DataDirError} when a newer release wrote the file
 */
export function prepareDayFile(db: DatabaseSync, path: string): void {
  if (checkDayFile(db, path) === 0) db.exec(`BEGIN IMMEDIATE; ${schema} COMMIT`)
}

/**
 * Returns the version of a day file; 0 while its tables are not made.
 *
 * @throws {DataDirError} when a newer release wrote the file
 */
export function checkDayFile(db: DatabaseSync, path: string): number {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  if (version <= dayFileVersion) return version
  throw new DataDirError(
    'newer-version',
    `${path} has version ${version}; this release knows up to ${dayFileVersion}. Install a newer release.`,
  )
}
