import type { FailureStore } from '../store/failure-store.ts'
import type { ProcessRegistry } from '../store/process-registry.ts'
import type { LiveFailure } from '../store/live-failure.ts'
import type { Access } from '../trust/access.ts'

import type { Editor } from './open-editor.ts'

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
  /** The editor of this machine; undefined where none is known. */
  readonly editor?: Editor | undefined
  readonly environment: () => Readonly<Record<string, string | undefined>>
}
