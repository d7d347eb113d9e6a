import type { DatabaseSync } from 'node:sqlite'
import type { AlertFire, AlertTally, FireDestination } from '../../domain/alert.ts'
import { addTallies, emptyTally } from '../../domain/alert-tally.ts'
import { admit } from '../../domain/message-budget.ts'
import { prepareBudgets } from './message-budgets.ts'
import { prepareDigests } from './open-digests.ts'

/** Lets rules fire; runs inside the caller's transaction. */
export type WriteFires = (fires: readonly AlertFire[]) => AlertTally

/**
 * Prepares the statements by which a rule fires: once for each issue in its time, however often it wants to. Each
 * destination gets a message of its own, or one more line in a digest when it has had enough or wants quiet.
 */
export function prepareAlertWrites(db: DatabaseSync, messagesPerHour: number): WriteFires {
  const claim = prepareClaim(db)
  const insertAlert = prepareInsertAlert(db)
  const tell = prepareTell(db, messagesPerHour)
  return (wanted) => {
    let tally = emptyTally
    for (const fire of wanted) {
      const fires = claim(fire)
      if (fires === undefined) {
        tally = addTallies(tally, { ...emptyTally, suppressed: 1 })
        continue
      }
      const alertId = insertAlert(fire, fires)
      tally = addTallies(tally, { ...emptyTally, fired: 1 })
      for (const destination of fire.destinations)
        tally = addTallies(tally, tell(destination, { fire, fires, alertId }))
    }
    return tally
  }
}

/**
 * Compares and sets in one statement: whoever changes the row may fire. Returns how often the rule has fired then. A last
 * fire that lies ahead was written before the clock was put back, and keeps nothing quiet.
 */
function prepareClaim(db: DatabaseSync): (fire: AlertFire) => number | undefined {
  const first = db.prepare(`INSERT INTO rule_fires VALUES (?, ?, ?, ?, 1)
    ON CONFLICT DO UPDATE SET fired_at = excluded.fired_at, count = excluded.count, fires = fires + 1
    WHERE fired_at <= ? OR fired_at > excluded.fired_at
    RETURNING fires`)
  const again = db.prepare(`UPDATE rule_fires SET fired_at = ?, count = ?, fires = fires + 1
    WHERE rule_id = ? AND issue_id = ? AND fired_at <= ? AND count <= ?
    RETURNING fires`)
  return ({ alert, frequencyMs, count, realertEvery, notSince = alert.at }) => {
    const { ruleId, issueId = 0, at } = alert
    const before = Math.min(at - frequencyMs, notSince)
    const row =
      realertEvery === undefined
        ? first.get(ruleId, issueId, at, count, before)
        : again.get(at, count, ruleId, issueId, before, count - realertEvery)
    return row === undefined ? undefined : Number(row['fires'])
  }
}

function prepareInsertAlert(db: DatabaseSync): (fire: AlertFire, fires: number) => number {
  const insert = db.prepare(`INSERT INTO alerts
    (rule_id, rule_name, "trigger", reason, project_id, issue_id, event_id, environment, at, fires)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  return ({ alert }, fires) => {
    const { ruleId, ruleName, trigger, reason, projectId, issueId, eventId, environment, at } = alert
    const about = [projectId, issueId ?? null, eventId ?? null, environment ?? null]
    const { lastInsertRowid } = insert.run(
      ruleId,
      ruleName,
      trigger,
      reason.slice(0, 500),
      ...about,
      at,
      fires,
    )
    return Number(lastInsertRowid)
  }
}

interface Told {
  readonly fire: AlertFire
  readonly fires: number
  readonly alertId: number
}

function prepareTell(
  db: DatabaseSync,
  messagesPerHour: number,
): (destination: FireDestination, told: Told) => AlertTally {
  const budgets = prepareBudgets(db, messagesPerHour)
  const digests = prepareDigests(db)
  const insert = db.prepare(`INSERT INTO outbox
    (kind, project_id, alert_id, address, destination_id, digest_id, state, reason, attempts, created_at, next_at)
    VALUES ('alert', ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`)
  return (destination, { fire, fires, alertId }) => {
    const { projectId, at } = fire.alert
    const place = placeOf(destination)
    const applicant = { at, isRepeat: fires > 1, heldUntil: destination.heldUntil }
    const { budget, fold } = admit(budgets.of(destination, at), applicant, messagesPerHour)
    budgets.keep(destination, budget)
    if (fold === undefined) {
      insert.run(projectId, alertId, ...place, null, 'pending', null, at, at)
      return { ...emptyTally, messages: 1 }
    }
    const digest = digests.add({ projectId, place, applicant })
    if (!digest.isFull) insert.run(projectId, alertId, ...place, digest.id, 'folded', fold, at, at)
    return { ...emptyTally, folded: { ...emptyTally.folded, [fold]: 1 } }
  }
}

function placeOf(
  destination: FireDestination,
): readonly [address: string | null, destinationId: number | null] {
  return destination.kind === 'mail' ? [destination.address, null] : [null, destination.destinationId]
}
