/** The first schema of the main database. Immutable once released: later changes are later migrations. */
export const initial = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('last_seq', 0), ('counters_seq', 0);

CREATE TABLE cursors (lane TEXT PRIMARY KEY, segment INTEGER NOT NULL, offset INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  internal INTEGER NOT NULL
);

CREATE TABLE project_keys (
  public_key TEXT PRIMARY KEY,
  project_id INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  events_per_minute INTEGER,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT UNIQUE COLLATE NOCASE,
  password_hash TEXT,
  created_at INTEGER NOT NULL,
  claimed_at INTEGER
);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  user_agent TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sign_in_codes (code_hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE issues (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  mechanism TEXT NOT NULL,
  hash TEXT NOT NULL,
  title TEXT NOT NULL,
  culprit TEXT NOT NULL,
  search_text TEXT NOT NULL,
  meta_type TEXT,
  meta_value TEXT,
  meta_filename TEXT,
  meta_function TEXT,
  level TEXT NOT NULL,
  platform TEXT NOT NULL,
  status TEXT NOT NULL,
  substatus TEXT NOT NULL,
  count INTEGER NOT NULL,
  user_count INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  first_release TEXT,
  last_release TEXT,
  last_event_id TEXT NOT NULL,
  handled INTEGER,
  status_changed_at INTEGER,
  UNIQUE (project_id, number),
  UNIQUE (project_id, hash, mechanism)
);
CREATE INDEX issues_by_status ON issues (project_id, status, last_seen);
CREATE INDEX issues_new ON issues (project_id, first_seen) WHERE status = 'unresolved' AND substatus = 'new';
CREATE INDEX issues_regressed ON issues (project_id) WHERE status = 'unresolved' AND substatus = 'regressed';

CREATE TABLE issue_hours (
  issue_id INTEGER NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (issue_id, hour)
) WITHOUT ROWID;

CREATE TABLE project_hours (
  project_id INTEGER NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (project_id, hour)
) WITHOUT ROWID;

CREATE TABLE issue_tag_keys (
  issue_id INTEGER NOT NULL, key TEXT NOT NULL, total INTEGER NOT NULL, distinct_values INTEGER NOT NULL,
  PRIMARY KEY (issue_id, key)
) WITHOUT ROWID;

CREATE TABLE issue_tags (
  issue_id INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL, last_seen INTEGER NOT NULL,
  PRIMARY KEY (issue_id, key, value)
) WITHOUT ROWID;

CREATE TABLE project_tags (
  project_id INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, last_seen INTEGER NOT NULL,
  PRIMARY KEY (project_id, key, value)
) WITHOUT ROWID;

CREATE TABLE issue_users (
  issue_id INTEGER NOT NULL, user_hash BLOB NOT NULL, last_seen INTEGER NOT NULL,
  PRIMARY KEY (issue_id, user_hash)
) WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  project_id INTEGER NOT NULL,
  issue_id INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL
);
CREATE INDEX outbox_due ON outbox (state, next_at);

CREATE TABLE delivery_attempts (
  id INTEGER PRIMARY KEY, outbox_id INTEGER NOT NULL, at INTEGER NOT NULL, ok INTEGER NOT NULL, detail TEXT NOT NULL, ms INTEGER NOT NULL
);
CREATE INDEX delivery_attempts_by_row ON delivery_attempts (outbox_id);

CREATE TABLE user_reports (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  event_id TEXT,
  issue_id INTEGER,
  received INTEGER NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  comments TEXT NOT NULL
);
CREATE INDEX user_reports_by_issue ON user_reports (issue_id) WHERE issue_id IS NOT NULL;
CREATE INDEX user_reports_waiting ON user_reports (project_id, event_id) WHERE issue_id IS NULL;

CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  received INTEGER NOT NULL,
  filename TEXT NOT NULL,
  content_type TEXT NOT NULL,
  attachment_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  stored INTEGER NOT NULL
);
CREATE INDEX attachments_by_event ON attachments (project_id, event_id);

CREATE TABLE parked (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  event_id TEXT,
  received INTEGER NOT NULL,
  error TEXT NOT NULL
);

CREATE TABLE outcomes (
  project_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  category TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (project_id, hour, source, reason, category)
) WITHOUT ROWID;
`
