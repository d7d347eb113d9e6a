/** Where alerts go besides mail, and what was sent there of late. `settings` is sealed: it holds tokens. */
export const destinations = `
CREATE TABLE destinations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  settings BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  lost INTEGER NOT NULL,
  last_ok_at INTEGER,
  last_failed_at INTEGER,
  last_problem TEXT,
  disabled_at INTEGER,
  paused_until INTEGER
);
CREATE INDEX destinations_by_project ON destinations (project_id);

CREATE TABLE destination_attempts (
  id INTEGER PRIMARY KEY,
  destination_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER,
  ms INTEGER NOT NULL,
  problem TEXT,
  request TEXT NOT NULL,
  answer TEXT,
  number INTEGER NOT NULL,
  outbox_id INTEGER,
  issue_id INTEGER,
  rule_name TEXT NOT NULL
);
CREATE INDEX destination_attempts_by_destination ON destination_attempts (destination_id);

-- Incidents that alerts opened elsewhere: resolving the issue closes them.
CREATE TABLE open_incidents (
  issue_id INTEGER NOT NULL,
  destination_id INTEGER NOT NULL,
  PRIMARY KEY (issue_id, destination_id)
) WITHOUT ROWID;
ALTER TABLE outbox ADD COLUMN resolved_issue_id INTEGER;
`
