import type { ClientDiscardReason, DataCategory } from '@culprit/wire'
import type { OutgoingEvent } from './outgoing-event.ts'

/** Where reports go: the delivery to a tracker, or a list in tests. Nothing of it throws. */
export interface EventSink {
  readonly submit: (event: OutgoingEvent) => void
  /** Has the event on disk when it returns, as far as that can be done. */
  readonly submitSync: (event: OutgoingEvent) => void
  /** Resolves with whether everything was sent in time. */
  readonly flush: (timeoutMs: number) => Promise<boolean>
  readonly flushSync: () => void
  readonly close: (timeoutMs: number) => Promise<boolean>
  readonly countLoss: (reason: ClientDiscardReason, category: DataCategory) => void
}
