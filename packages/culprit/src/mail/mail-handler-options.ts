import type { Redactor } from '@culprit/redact'
import type { Formatter } from '../logging/formatter.ts'
import type { LevelInput } from '../logging/level.ts'
import type { LogRecord } from '../logging/record.ts'
import type { IgnoreOptions } from './ignore.ts'
import type { MailClock } from './mail-clock.ts'
import type { MailTransport } from './mail-transport.ts'
import type { RequestTrail } from './request-trail.ts'
import type { SmtpOptions } from './smtp-settings.ts'

/** How a mail handler sends, to whom, and how much. Either `mailhost` or `transport` must be given. */
export interface MailHandlerOptions extends Partial<SmtpOptions> {
  /** @default ERROR */
  readonly level?: LevelInput | undefined
  /** @default one with `mailFormat` */
  readonly formatter?: Formatter | undefined
  readonly from: string
  readonly to: string | readonly string[]
  /** The subject of first mails. @default `[application environment] KeyError: message` */
  readonly subject?: string | ((record: LogRecord) => string) | undefined
  /** Sends instead of SMTP, for providers with an HTTP interface. It cannot be used while the process ends. */
  readonly transport?: MailTransport | undefined
  readonly application?: string | undefined
  readonly environment?: string | undefined
  readonly window?: WindowOptions | undefined
  /** Mails in any hour, over all errors and all processes with the same spool. @default 20 */
  readonly cap?: { readonly perHour: number } | undefined
  /** What may wait in memory to be stored, and in memory alone where there is no disk. @default 1,000 mails, 5,000,000 characters */
  readonly queue?:
    | { readonly maxMails?: number | undefined; readonly maxBytes?: number | undefined }
    | undefined
  /** The directory in which mails wait; one for each mail server. `false`: in memory only. @default see `spoolDirectory` */
  readonly spoolDir?: string | false | undefined
  /**
   * What tells errors apart, and what one thread of mails is. @default class, place and message template (`mailKey`); a
   * thread is then what the tracker would make one issue
   */
  readonly key?: ((record: LogRecord) => string) | undefined
  readonly ignore?: IgnoreOptions | undefined
  /** Attaches what was logged before, in the same request. */
  readonly fingersCrossed?: RequestTrail | undefined
  /** Returns local variables to show, secrets still in them. @default false: none are shown */
  readonly includeLocals?:
    | false
    | ((error: unknown) => Readonly<Record<string, unknown>> | undefined)
    | undefined
  /** Whether mails have a part of HTML beside the text. @default true */
  readonly html?: boolean | undefined
  /** @default the rules of `@culprit/redact` */
  readonly redactor?: Redactor | undefined
  /** How long `flush` and `close` wait for the mail server at most. @default 9,000 */
  readonly flushTimeoutMs?: number | undefined
  /** How long the end of the process waits for its last mails; 0: not at all, they stay in the spool. @default 3,000 */
  readonly crashTimeoutMs?: number | undefined
  readonly clock?: MailClock | undefined
  /** 0 to 1. */
  readonly random?: (() => number) | undefined
  /** Takes lines about outages and losses. @default stderr */
  readonly warn?: ((line: string) => void) | undefined
}

/** When repeats are told. */
export interface WindowOptions {
  /** @default 300,000 (5 minutes) */
  readonly ms?: number | undefined
  /** `powers` tells them at the 2nd, 4th, 8th ... occurrence too. @default 'fixed' */
  readonly mode?: 'fixed' | 'powers' | undefined
}
