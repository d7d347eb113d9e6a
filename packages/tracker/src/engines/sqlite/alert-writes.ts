import type { DatabaseSync } from 'node:sqlite'
import type { AlertDestination, AlertFire, AlertTally } from '../../domain/alert.ts'

/** Lets rules fire; runs inside the caller's transaction. */
export type WriteFires = (fires: readonly AlertFire[]) => AlertTally

/** Prepares the statements by which a rule fires: once for each issue in its time, however often it wants to. */
export function prepareAlertWrites(db: DatabaseSync): WriteFires {
  const claim = prepareClaim(db)
  const insertAlert = db.prepare(`INSERT INTO alerts
    (rule_id, rule_name, "trigger", reason, project_id, issue_id, event_id, environment, at, fires)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertMessage = db.prepare(`INSERT INTO outbox
    (kind, project_id, alert_id, address, destination_id, state, attempts, created_at, next_at)
    VALUES ('alert', ?, ?, ?, ?, 'pending', 0, ?, ?)`)

  return (wanted) => {
    let fired = 0
    let messages = 0
    for (const fire of wanted) {
      const fires = claim(fire)
      if (fires === undefined) continue
      fired += 1
      const { alert, destinations } = fire
      const { ruleId, ruleName, trigger, reason, projectId, issueId, eventId, environment, at } = alert
      const about = [projectId, issueId ?? null, eventId ?? null, environment ?? null]
      const { lastInsertRowid } = insertAlert.run(
        ruleId,
        ruleName,
        trigger,
        reason.slice(0, 500),
        ...about,
        at,
        fires,
      )
      for (const destination of destinations) {
        insertMessage.run(projectId, lastInsertRowid, ...placeOf(destination), at, at)
        messages += 1
      }
    }
    return { fired, suppressed: wanted.length - fired, messages, folded: {} }
  }
}

/** Compares and sets in one statement: whoever changes the row may fire. Returns how often the rule has fired then. */
function prepareClaim(db: DatabaseSync): (fire: AlertFire) => number | undefined {
  const first = db.prepare(`INSERT INTO rule_fires VALUES (?, ?, ?, ?, 1)
    ON CONFLICT DO UPDATE SET fired_at = excluded.fired_at, count = excluded.count, fires = fires + 1
    WHERE fired_at <= excluded.fired_at - ?
    RETURNING fires`)
  const again = db.prepare(`UPDATE rule_fires SET fired_at = ?, count = ?, fires = fires + 1
    WHERE rule_id = ? AND issue_id = ? AND fired_at <= ? AND count <= ?
    RETURNING fires`)
  return ({ alert, frequencyMs, count, realertEvery }) => {
    const { ruleId, issueId = 0, at } = alert
    const row =
      realertEvery === undefined
        ? first.get(ruleId, issueId, at, count, frequencyMs)
        : again.get(at, count, ruleId, issueId, at - frequencyMs, count - realertEvery)
    return row === undefined ? undefined : Number(row['fires'])
  }
}

function placeOf(
  destination: AlertDestination,
): readonly [address: string | null, destinationId: number | null] {
  return destination.kind === 'mail' ? [destination.address, null] : [null, destination.destinationId]
}
