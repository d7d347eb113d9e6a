/**
 * Alert rules, what they fired, and an outbox whose rows name an alert and a destination. Messages of earlier releases
 * become alerts of the default rule, which every project gets; it is written out here, since migrations never change.
 */
export const alerts = `
CREATE TABLE alert_rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX alert_rules_by_project ON alert_rules (project_id);
INSERT INTO alert_rules (project_id, name, enabled, definition, created_at, updated_at)
  SELECT id, 'New issues and regressions', 1,
    '{"conditions":[{"kind":"new-issue"},{"kind":"regression"}],"filters":[],"actions":[{"kind":"mail","target":{"kind":"all-members"}}],"actionMatch":"any","filterMatch":"all","frequencyMinutes":0}',
    created_at, created_at
  FROM projects WHERE internal = 0 ORDER BY id;

-- The last fire of a rule for an issue; issue 0 is the project as a whole.
CREATE TABLE rule_fires (
  rule_id INTEGER NOT NULL,
  issue_id INTEGER NOT NULL,
  fired_at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  fires INTEGER NOT NULL,
  PRIMARY KEY (rule_id, issue_id)
) WITHOUT ROWID;

CREATE TABLE alerts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule_id INTEGER NOT NULL,
  rule_name TEXT NOT NULL,
  "trigger" TEXT NOT NULL,
  reason TEXT NOT NULL,
  project_id INTEGER NOT NULL,
  issue_id INTEGER,
  event_id TEXT,
  environment TEXT,
  at INTEGER NOT NULL,
  fires INTEGER NOT NULL
);
INSERT INTO alerts (rule_id, rule_name, "trigger", reason, project_id, issue_id, event_id, at, fires)
  SELECT coalesce((SELECT id FROM alert_rules r WHERE r.project_id = o.project_id), 0), 'New issues and regressions',
    kind, CASE kind WHEN 'regression' THEN 'A resolved issue came back.' ELSE 'A new issue was found.' END,
    project_id, issue_id, event_id, min(created_at), 1
  FROM outbox o GROUP BY kind, issue_id, event_id ORDER BY min(id);
CREATE INDEX alerts_by_issue ON alerts (issue_id, id);
CREATE INDEX alerts_by_project ON alerts (project_id, id);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  project_id INTEGER NOT NULL,
  alert_id INTEGER,
  user_id INTEGER,
  since INTEGER,
  address TEXT,
  destination_id INTEGER,
  digest_id INTEGER,
  state TEXT NOT NULL,
  reason TEXT,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL
);
INSERT INTO messages (id, kind, project_id, alert_id, address, state, reason, attempts, created_at, next_at)
  SELECT o.id, 'alert', o.project_id, a.id, o.recipient, o.state, o.reason, o.attempts, o.created_at, o.next_at
  FROM outbox o JOIN alerts a ON a."trigger" = o.kind AND a.issue_id = o.issue_id AND a.event_id = o.event_id
  ORDER BY o.id;
DROP TABLE outbox;
ALTER TABLE messages RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (state, next_at);
CREATE INDEX outbox_by_alert ON outbox (alert_id);
CREATE INDEX outbox_by_digest ON outbox (digest_id) WHERE digest_id IS NOT NULL;
`
