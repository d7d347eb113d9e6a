import type { LevelNames } from './level.ts'
import type { TemplateSites } from './template-sites.ts'

/** What reading a logging call needs to know of the manager. */
export interface LogSettings {
  readonly levels: LevelNames
  readonly sites: TemplateSites
  /** Whether mistakes of the programmer are thrown and failures told on stderr. */
  readonly raiseExceptions: boolean
  /** Takes a failure inside logging itself; must not throw. */
  failed(error: unknown): void
}
