import type { FailureStore } from '../store/failure-store.ts'
import type { ProcessRegistry } from '../store/process-registry.ts'
import type { LiveFailure } from '../store/live-failure.ts'
import type { Access } from '../trust/access.ts'

/** What the commands of one debugger work on. */
export interface DebuggerState {
  readonly store: FailureStore
  readonly registry: ProcessRegistry
  readonly access: Access
  /** `Host` names that are trusted. */
  readonly trustedHosts: readonly string[]
  /** False: pages are shown without consoles (RUN-7). */
  readonly canEvaluate: boolean
  /** The standalone console, where it is switched on (WZD-27). */
  readonly console?: LiveFailure | undefined
  /** Command of the editor of this machine; undefined where none was found. */
  readonly editor?: string | undefined
  readonly environment: () => Readonly<Record<string, string | undefined>>
}
