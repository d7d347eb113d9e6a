import type { DatabaseSync } from 'node:sqlite'
import { hourOf, type Instant } from '../../domain/instant.ts'
import type { SeenSession, SessionCount, SessionPlan } from '../../domain/session-count.ts'
import {
  sessionKey,
  sessionStates,
  type SessionReport,
  type SessionState,
} from '../../domain/session-report.ts'
import { eventIdBytes } from './event-row.ts'

/** Environments told apart in one minute of a project; what others send counts in the project alone. */
const maxEnvironments = 20
/** Environments with releases told apart in one hour of a project; of others the release is left out. */
const maxReleases = 200
/** Sessions of a project whose ids are remembered; then the older half is forgotten. */
export const maxSessionIds = 100_000

/** No sum goes beyond this: numbers that applications send must not grow past what can be read back. */
const mostCounted = 10_000_000_000

/** The statements of sessions. `write` runs inside the caller's transaction. */
export interface SessionWrites {
  write(plan: SessionPlan, at: Instant): void
  /** Which of the sessions in some reports were seen before. */
  known(reports: readonly SessionReport[]): ReadonlyMap<string, SessionState>
}

/** Prepares the statements. */
export function prepareSessionWrites(db: DatabaseSync): SessionWrites {
  const addMinute = prepareMinutes(db)
  const addHour = prepareHours(db)
  const remember = prepareIds(db)
  const find = db.prepare('SELECT state FROM app_session_ids WHERE project_id = ? AND sid = ?')
  return {
    write({ counts, seen }, at) {
      for (const count of counts) {
        if (count.started > 0) addMinute(count)
        addHour(count)
      }
      for (const session of seen) remember(session, at)
    },
    known(reports) {
      const found = new Map<string, SessionState>()
      for (const report of reports) {
        if (report.kind === 'aggregate') continue
        const row = find.get(report.projectId, eventIdBytes(report.sid))
        if (row) found.set(sessionKey(report), toState(row['state']))
      }
      return found
    },
  }
}

function toState(value: unknown): SessionState {
  const { healthy, errored, crashed } = sessionStates
  if (value === crashed) return crashed
  return value === errored ? errored : healthy
}

function capped(column: string, added: string): string {
  return `min(${column} + ${added}, ${mostCounted})`
}

function prepareMinutes(db: DatabaseSync): (count: SessionCount) => void {
  const add = db.prepare(
    `UPDATE app_session_minutes SET started = ${capped('started', '?')}
      WHERE project_id = ? AND minute = ? AND environment = ?`,
  )
  const others = db.prepare(
    'SELECT count(*) AS rows FROM app_session_minutes WHERE project_id = ? AND minute = ?',
  )
  const insert = db.prepare(`INSERT INTO app_session_minutes VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET started = ${capped('started', 'excluded.started')}`)
  return ({ projectId, minute, environment = '', started }) => {
    if (add.run(started, projectId, minute, environment).changes !== 0) return
    const isFull = Number(others.get(projectId, minute)?.['rows'] ?? 0) >= maxEnvironments
    insert.run(projectId, minute, isFull ? '' : environment, started)
  }
}

function prepareHours(db: DatabaseSync): (count: SessionCount) => void {
  const add = db.prepare(`UPDATE app_session_hours
    SET started = ${capped('started', '?')}, errored = ${capped('errored', '?')}, crashed = ${capped('crashed', '?')}
    WHERE project_id = ? AND hour = ? AND environment = ? AND release = ?`)
  const others = db.prepare(
    'SELECT count(*) AS rows FROM app_session_hours WHERE project_id = ? AND hour = ?',
  )
  const insert = db.prepare(`INSERT INTO app_session_hours VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET started = ${capped('started', 'excluded.started')},
    errored = ${capped('errored', 'excluded.errored')}, crashed = ${capped('crashed', 'excluded.crashed')}`)
  return ({ projectId, minute, environment = '', release = '', started, errored, crashed }) => {
    const hour = hourOf(minute)
    if (add.run(started, errored, crashed, projectId, hour, environment, release).changes !== 0) return
    const rows = Number(others.get(projectId, hour)?.['rows'] ?? 0)
    const names = rows >= maxReleases ? ['', ''] : [environment, release]
    insert.run(projectId, hour, ...names, started, errored, crashed)
  }
}

function prepareIds(db: DatabaseSync): (session: SeenSession, at: Instant) => void {
  const put = db.prepare(`INSERT INTO app_session_ids VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET state = max(state, excluded.state)`)
  const total = db.prepare('SELECT count(*) AS rows FROM app_session_ids WHERE project_id = ?')
  const middle = db.prepare(
    `SELECT seen FROM app_session_ids WHERE project_id = ? ORDER BY seen LIMIT 1 OFFSET ${maxSessionIds / 2}`,
  )
  const forget = db.prepare('DELETE FROM app_session_ids WHERE project_id = ? AND seen <= ?')
  /** Rows by project, never too few: counted again before any are forgotten. */
  const rows = new Map<number, number>()

  function makeRoom(projectId: number): void {
    const counted = Number(total.get(projectId)?.['rows'] ?? 0)
    if (counted >= maxSessionIds) forget.run(projectId, Number(middle.get(projectId)?.['seen'] ?? 0))
    rows.set(projectId, Number(total.get(projectId)?.['rows'] ?? 0))
  }

  return ({ projectId, sid, state }, at) => {
    const before = rows.get(projectId)
    if (before === undefined || before >= maxSessionIds) makeRoom(projectId)
    put.run(projectId, eventIdBytes(sid), at, state)
    rows.set(projectId, (rows.get(projectId) ?? 0) + 1)
  }
}
