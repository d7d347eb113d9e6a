import type { DatabaseSync } from 'node:sqlite'
import { digestDueAt, type Applicant } from '../../domain/message-budget.ts'

/** Alerts that a digest keeps one by one; further ones are only counted. */
const maxFolded = 500

interface DigestEntry {
  readonly projectId: number
  readonly place: readonly [address: string | null, destinationId: number | null]
  readonly applicant: Applicant
}

/** Digests that wait to be sent: at most one for each project and destination. */
export interface OpenDigests {
  /** Counts an alert in the digest of its place, opening one where there is none. `isFull`: it is counted only. */
  add(entry: DigestEntry): { readonly id: number; readonly isFull: boolean }
}

/** Prepares the statements about digests; they run inside the caller's transaction. */
export function prepareDigests(db: DatabaseSync): OpenDigests {
  const find = db.prepare(`SELECT id, created_at, next_at, folded FROM outbox
    WHERE kind = 'digest' AND state = 'pending' AND attempts = 0 AND project_id = ?
      AND address IS ? AND destination_id IS ?`)
  const open = db.prepare(`INSERT INTO outbox
    (kind, project_id, since, address, destination_id, state, attempts, created_at, next_at, folded)
    VALUES ('digest', ?, ?, ?, ?, 'pending', 0, ?, ?, 1)`)
  const add = db.prepare('UPDATE outbox SET folded = folded + 1, next_at = ? WHERE id = ?')
  return {
    add({ projectId, place, applicant }) {
      const { at } = applicant
      const row = find.get(projectId, ...place)
      if (!row) {
        const { lastInsertRowid } = open.run(projectId, at, ...place, at, digestDueAt(applicant))
        return { id: Number(lastInsertRowid), isFull: false }
      }
      const waiting = { createdAt: Number(row['created_at']), dueAt: Number(row['next_at']) }
      const id = Number(row['id'])
      add.run(digestDueAt(applicant, waiting), id)
      return { id, isFull: Number(row['folded']) >= maxFolded }
    },
  }
}
