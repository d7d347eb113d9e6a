import type { DatabaseSync } from 'node:sqlite'
import { DataDirError } from '../filesystem/data-dir-error.ts'
import { inTransaction } from './connection.ts'
import { initial } from './migrations/0001-initial.ts'
import { issueGroupings } from './migrations/0002-issue-groupings.ts'
import { alerts } from './migrations/0003-alerts.ts'
import { destinations } from './migrations/0004-destinations.ts'
import { alertPeople } from './migrations/0005-alert-people.ts'
import { projectTeams } from './migrations/0006-project-teams.ts'
import { applicationSessions } from './migrations/0007-sessions.ts'

/** Forward only; migration n brings the database from version n - 1 to n. */
const migrations: readonly string[] = [
  initial,
  issueGroupings,
  alerts,
  destinations,
  alertPeople,
  projectTeams,
  applicationSessions,
]

/**
 * Brings the main database to the newest schema, each step in a transaction of its own.
 *
 * @throws {DataDirError} `newer-version` when a later release has migrated it further
 */
export function migrate(db: DatabaseSync, now: number): void {
  db.exec(
    'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)',
  )
  const row = db.prepare('SELECT coalesce(max(version), 0) AS version FROM schema_version').get()
  const version = Number(row?.['version'] ?? 0)
  if (version > migrations.length) {
    throw new DataDirError(
      'newer-version',
      `The database has schema ${version}; this release knows up to ${migrations.length}. Install a newer release.`,
    )
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    inTransaction(db, () => {
      db.exec(sql)
      db.prepare('INSERT INTO schema_version VALUES (?, ?)').run(index + 1, now)
    })
  }
}
