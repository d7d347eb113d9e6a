import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Instant } from '../../domain/instant.ts'
import type { CounterWindow, IssueTally, TagTally } from './counter-window.ts'

/** Values counted for one tag key of one issue; further ones only count in the key's total. */
export const maxValuesPerKey = 100

/** Tag keys counted for one issue; further ones are not. */
export const maxKeysPerIssue = 50

/** Distinct users counted for one issue. */
const maxUsersPerIssue = 100_000

/** Writes a window's counts; call it in a transaction that also says up to which event they go. */
export type WriteCounters = (window: CounterWindow) => void

/** Prepares the statements that add a window to the counters of the main database. */
export function prepareWriteCounters(db: DatabaseSync): WriteCounters {
  const hour = db.prepare(`INSERT INTO issue_hours VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`)
  const projectHour = db.prepare(`INSERT INTO project_hours VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`)
  const projectTag = db.prepare(`INSERT INTO project_tags (project_id, key, value, first_seen, last_seen)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET last_seen = max(last_seen, excluded.last_seen),
    first_seen = min(first_seen, excluded.first_seen)`)
  const writeTags = prepareWriteTags(db)
  const writeUsers = prepareWriteUsers(db)

  return (window) => {
    const projects = new Map<number, Map<Instant, number>>()
    for (const [issueId, tally] of window.issues) {
      const hours = projects.get(tally.projectId) ?? new Map<Instant, number>()
      projects.set(tally.projectId, hours)
      for (const [at, count] of tally.hours) {
        hour.run(issueId, at, count)
        hours.set(at, (hours.get(at) ?? 0) + count)
      }
      writeTags(issueId, tally)
      writeUsers(issueId, tally)
      for (const key of ['environment', 'release']) {
        for (const [value, { firstSeen, lastSeen }] of tally.tags.get(key) ?? [])
          projectTag.run(tally.projectId, key, value, firstSeen, lastSeen)
      }
    }
    for (const [projectId, hours] of projects) {
      for (const [at, count] of hours) projectHour.run(projectId, at, count)
    }
  }
}

type WriteTally = (issueId: number, tally: IssueTally) => void

function prepareWriteTags(db: DatabaseSync): WriteTally {
  const addKey = db.prepare(
    `UPDATE issue_tag_keys SET total = total + ? WHERE issue_id = ? AND key = ? RETURNING distinct_values`,
  )
  const countKeys = db.prepare('SELECT count(*) AS keys FROM issue_tag_keys WHERE issue_id = ?')
  const insertKey = db.prepare('INSERT INTO issue_tag_keys VALUES (?, ?, ?, 0)')
  const setValues = db.prepare('UPDATE issue_tag_keys SET distinct_values = ? WHERE issue_id = ? AND key = ?')
  const addValue = db.prepare(`UPDATE issue_tags SET count = count + ?, last_seen = max(last_seen, ?)
    WHERE issue_id = ? AND key = ? AND value = ?`)
  const insertValue = db.prepare('INSERT INTO issue_tags VALUES (?, ?, ?, ?, ?)')

  function openKey(issueId: number, key: string, total: number): number | undefined {
    const known = addKey.get(total, issueId, key)
    if (known) return Number(known['distinct_values'])
    if (Number(countKeys.get(issueId)?.['keys'] ?? 0) >= maxKeysPerIssue) return undefined
    insertKey.run(issueId, key, total)
    return 0
  }

  return (issueId, tally) => {
    for (const [key, values] of tally.tags) {
      const before = openKey(issueId, key, totalOf(values))
      if (before === undefined) continue
      let distinct = before
      for (const [value, { count, lastSeen }] of values) {
        if (before > 0 && addValue.run(count, lastSeen, issueId, key, value).changes !== 0) continue
        if (distinct >= maxValuesPerKey) continue
        insertValue.run(issueId, key, value, count, lastSeen)
        distinct += 1
      }
      if (distinct !== before) setValues.run(distinct, issueId, key)
    }
  }
}

function prepareWriteUsers(db: DatabaseSync): WriteTally {
  const known = db.prepare(
    'UPDATE issue_users SET last_seen = max(last_seen, ?) WHERE issue_id = ? AND user_hash = ?',
  )
  const insert = db.prepare('INSERT INTO issue_users VALUES (?, ?, ?)')
  const userCount = db.prepare('SELECT user_count FROM issues WHERE id = ?')
  const setCount = db.prepare('UPDATE issues SET user_count = ? WHERE id = ?')

  return (issueId, tally) => {
    if (tally.users.size === 0) return
    const before = Number(userCount.get(issueId)?.['user_count'] ?? 0)
    let count = before
    for (const [userKey, lastSeen] of tally.users) {
      // Eight bytes tell a hundred thousand users apart; the address itself stays in the event's row.
      const userHash = hash('sha256', userKey, 'buffer').subarray(0, 8)
      if (before > 0 && known.run(lastSeen, issueId, userHash).changes !== 0) continue
      if (count >= maxUsersPerIssue) continue
      insert.run(issueId, userHash, lastSeen)
      count += 1
    }
    if (count !== before) setCount.run(count, issueId)
  }
}

function totalOf(values: ReadonlyMap<string, TagTally>): number {
  let total = 0
  for (const { count } of values.values()) total += count
  return total
}
