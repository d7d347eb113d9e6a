import type { OutgoingMail } from './outgoing-mail.ts'

/**
 * What carries mails away: SMTP, or a provider's HTTP interface. `send` resolves once the mail is taken; what it resolves
 * with is not looked at. It may reject with a `DeliveryError` to say what to do next; any other rejection counts as
 * `unreachable`. A send that has not ended after 20 seconds is taken as failed.
 */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<unknown>
  /** Rejects when the server cannot be reached or refuses the credentials. */
  verify?(): Promise<void>
  close?(): void
}
