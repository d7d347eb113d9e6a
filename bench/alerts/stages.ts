import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Where the time of a mail about a new issue went, in milliseconds. */
export interface MailStages {
  /** When the event arrived, by the wall clock. */
  readonly received: number
  /** From the arrival of the event to the commit that holds it and its mail. */
  readonly digest: number
  /** From the commit until the mail is taken up. */
  readonly outbox: number
  /** From there to the mail server's answer: reading, rendering, the conversation. */
  readonly mail: number
}

/** Returns the stages of all mails about new issues, as the tracker's own database tells them; it may be running. */
export function readStages(dataDir: string): readonly MailStages[] {
  const db = new DatabaseSync(join(dataDir, 'culprit.db'), { readOnly: true })
  try {
    const rows = db.prepare(
      `SELECT issues.first_seen AS received, outbox.created_at AS committed, delivery_attempts.at AS begun, delivery_attempts.ms AS mail
       FROM alerts JOIN issues ON issues.id = alerts.issue_id JOIN outbox ON outbox.alert_id = alerts.id
         JOIN delivery_attempts ON delivery_attempts.outbox_id = outbox.id AND delivery_attempts.ok = 1
       WHERE alerts."trigger" = 'new-issue'`,
    )
    return rows.all().map((row) => {
      const [received, committed, begun, mail] = ['received', 'committed', 'begun', 'mail'].map((name) =>
        Number(row[name]),
      )
      if (received === undefined || committed === undefined || begun === undefined || mail === undefined)
        throw new Error('The database has other columns than expected.')
      return { received, digest: committed - received, outbox: begun - committed, mail }
    })
  } finally {
    db.close()
  }
}
