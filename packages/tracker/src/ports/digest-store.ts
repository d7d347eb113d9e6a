import type {
  FingerprintedEvent,
  DigestPlan,
  KnownIssues,
  Lane,
  SpoolPosition,
} from '../domain/digest-plan.ts'
import type { SessionReport } from '../domain/session-report.ts'

/**
 * What the writer needs of an engine. `apply` is one transaction, the spool cursor included; events already stored
 * are skipped by the plan (`KnownIssues.stored`) and refused by the engine, so nothing is counted twice.
 */
export interface DigestStore {
  /** What is known of the issues of events, and of the sessions that reports name. */
  lookup(events: readonly FingerprintedEvent[], sessions?: readonly SessionReport[]): Promise<KnownIssues>
  /** 'stale': an issue moved since `lookup`; look again and plan again. */
  apply(plan: DigestPlan): Promise<'applied' | 'stale'>
  /** Where digestion stands in each lane; what a start begins from. */
  cursor(lane: Lane): Promise<SpoolPosition>
  /** Where digestion stands *durably*: raw segments before it may be unlinked. Flushes what is needed to say so. */
  durableCursor(lane: Lane): Promise<SpoolPosition>
  /** Writes the counters that were folded in memory; called when a window ends and on close. */
  flushCounters(): Promise<void>
}
