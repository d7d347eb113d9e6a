/** One mail, rendered. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Stable for one outbox row, so that a resend can be told by the receiver. */
  readonly messageId: string
  /** Threads the mails about one issue. */
  readonly references: readonly string[]
  readonly headers: Readonly<Record<string, string>>
}

/** Sends one mail and resolves with the server's answer; rejects with a `MailError` that says whether to try again. */
export interface Mailer {
  send(mail: Mail, signal: AbortSignal): Promise<{ readonly response: string }>
  close(): void
}

export class MailError extends Error {
  /** False when the server refused for good (5xx). */
  readonly retryable: boolean
  constructor(message: string, options: ErrorOptions & { readonly retryable: boolean }) {
    super(message, options)
    this.retryable = options.retryable
  }
}
Object.defineProperty(MailError.prototype, 'name', { value: 'MailError' })
