/** Who is told, what they want to hear, and how much; and what an ignored issue waits for. */
export const alertPeople = `
CREATE INDEX alerts_by_rule ON alerts (rule_id, id);

-- JSON of Snooze; an ignored issue without one stays ignored.
ALTER TABLE issues ADD COLUMN snooze TEXT;
-- 'member:1' or 'team:2'.
ALTER TABLE issues ADD COLUMN assignee TEXT;

ALTER TABLE project_tags ADD COLUMN first_seen INTEGER NOT NULL DEFAULT 0;
UPDATE project_tags SET first_seen = last_seen;

ALTER TABLE users ADD COLUMN name TEXT;
-- JSON of MemberSettings.
ALTER TABLE users ADD COLUMN settings TEXT;
ALTER TABLE users ADD COLUMN weekly_at INTEGER NOT NULL DEFAULT 0;

-- Project 0: in every project that has no row of its own.
CREATE TABLE member_preferences (
  user_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  wants TEXT NOT NULL,
  PRIMARY KEY (user_id, project_id)
) WITHOUT ROWID;

CREATE TABLE teams (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE TABLE team_members (
  team_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  PRIMARY KEY (team_id, user_id)
) WITHOUT ROWID;

-- Rules as text, one a line: 'path:src/checkout/* #payments ada@example.org'.
CREATE TABLE ownership (project_id INTEGER PRIMARY KEY, raw TEXT NOT NULL);

-- Addresses of nobody's that want no more mail; project 0: of no project.
CREATE TABLE unsubscribed (
  address TEXT NOT NULL COLLATE NOCASE,
  project_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (address, project_id)
) WITHOUT ROWID;

-- What a destination may still be told by itself: mail:ADDRESS or channel:ID.
CREATE TABLE message_budgets (
  destination TEXT PRIMARY KEY COLLATE NOCASE,
  tokens REAL NOT NULL,
  refilled_at INTEGER NOT NULL,
  digests INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE INDEX outbox_digests ON outbox (kind, state) WHERE kind = 'digest';
ALTER TABLE outbox ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;
`
