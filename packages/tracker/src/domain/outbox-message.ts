import type { Alert } from './alert.ts'
import type { Instant } from './instant.ts'

/** What one row of the outbox says to its destination. */
export type OutboxMessage =
  | { readonly kind: 'alert'; readonly alert: Alert }
  /** An issue was resolved: closes the incident that an alert opened. */
  | { readonly kind: 'resolved'; readonly projectId: number; readonly issueId: number }
  /** Several alerts of a project at once, gathered while the destination had had enough or wanted quiet. */
  | { readonly kind: 'digest'; readonly projectId: number; readonly since: Instant }
  /** What the week brought, for one member. */
  | { readonly kind: 'weekly'; readonly userId: number; readonly since: Instant }
