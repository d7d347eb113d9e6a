/**
 * Sessions of applications, counted: `sessions` are those of people who signed in. Minutes are what alert rules look at,
 * hours what people do. Environment and release are empty where none was sent, or where there were too many.
 */
export const applicationSessions = `
CREATE TABLE app_session_minutes (
  project_id INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  environment TEXT NOT NULL,
  started INTEGER NOT NULL,
  PRIMARY KEY (project_id, minute, environment)
) WITHOUT ROWID;

CREATE TABLE app_session_hours (
  project_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  environment TEXT NOT NULL,
  release TEXT NOT NULL,
  started INTEGER NOT NULL,
  errored INTEGER NOT NULL,
  crashed INTEGER NOT NULL,
  PRIMARY KEY (project_id, hour, environment, release)
) WITHOUT ROWID;

-- Sessions that were seen, so that an update of one does not count it again. State: 0 healthy, 1 errored, 2 crashed.
CREATE TABLE app_session_ids (
  project_id INTEGER NOT NULL,
  sid BLOB NOT NULL,
  seen INTEGER NOT NULL,
  state INTEGER NOT NULL,
  PRIMARY KEY (project_id, sid)
) WITHOUT ROWID;
`
