import type { Redactor } from '@culprit/redact'
import type { ErrorLog } from '../handlers/error-log.ts'

/** What a debugger has to know of its application. */
export interface DebuggedApplication {
  readonly name: string
  readonly trustedHosts: readonly string[]
  readonly environment: () => Readonly<Record<string, string | undefined>>
  readonly redactor: Redactor
  readonly log: ErrorLog
  /** Returns where the tracker shows an error; undefined when the application reports to none. */
  readonly issueUrl: (reference: string) => string | undefined
  /** What the standalone console offers. */
  readonly names: Readonly<Record<string, unknown>>
}
