import { createRedactor, type Redactor } from '@culprit/redact'
import { recipients } from './check-options.ts'
import type { MailHandlerOptions } from './mail-handler-options.ts'

/** Whose mails these are, and how secrets are kept out of them. */
export interface Letterhead {
  readonly from: string
  readonly to: readonly string[]
  readonly application?: string | undefined
  readonly environment?: string | undefined
  readonly redactor: Redactor
  /** Whether mails have a part of HTML. @default true */
  readonly html?: boolean | undefined
}

/** Returns the part of a handler's options that each of its mails shows; empty addresses are left out. */
export function letterhead(options: MailHandlerOptions): Letterhead {
  return {
    from: options.from,
    to: recipients(options.to)
      .map(String)
      .filter((address) => address.trim() !== ''),
    application: options.application,
    environment: options.environment,
    redactor: options.redactor ?? createRedactor(),
    html: options.html,
  }
}
