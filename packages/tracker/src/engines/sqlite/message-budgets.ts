import type { DatabaseSync } from 'node:sqlite'
import type { AlertDestination } from '../../domain/alert.ts'
import type { Instant } from '../../domain/instant.ts'
import { fullBudget, type MessageBudget } from '../../domain/message-budget.ts'

/** What each destination may still be told, kept over restarts. */
export interface Budgets {
  of(destination: AlertDestination, now: Instant): MessageBudget
  keep(destination: AlertDestination, budget: MessageBudget): void
}

/** Prepares the statements about budgets; they run inside the caller's transaction. */
export function prepareBudgets(db: DatabaseSync, perHour: number): Budgets {
  const select = db.prepare('SELECT tokens, refilled_at, digests FROM message_budgets WHERE destination = ?')
  const upsert = db.prepare(`INSERT INTO message_budgets VALUES (?, ?, ?, 0)
    ON CONFLICT DO UPDATE SET tokens = excluded.tokens, refilled_at = excluded.refilled_at`)
  return {
    of(destination, now) {
      const row = select.get(budgetKey(destination))
      if (!row) return fullBudget(perHour, now)
      return {
        tokens: Number(row['tokens']),
        refilledAt: Number(row['refilled_at']),
        digests: row['digests'] !== 0,
      }
    },
    keep: (destination, { tokens, refilledAt }) => {
      upsert.run(budgetKey(destination), tokens, refilledAt)
    },
  }
}

/** Returns the key of a destination's budget. */
export function budgetKey(destination: AlertDestination): string {
  return destination.kind === 'mail' ? `mail:${destination.address}` : `channel:${destination.destinationId}`
}
