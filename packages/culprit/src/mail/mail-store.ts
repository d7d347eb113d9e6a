import type { OutgoingMail } from './outgoing-mail.ts'
import type { SpooledMail } from './spool-name.ts'

/** A mail that this process is sending: nobody else takes it meanwhile. */
export interface ClaimedMail {
  readonly entry: SpooledMail
  /** Undefined when the stored text is no mail; it can only be removed. */
  readonly mail: OutgoingMail | undefined
}

/** What a store lost while taking a mail in. */
export interface Stored {
  /** Older mails removed to stay within the bounds. */
  readonly dropped: number
}

/** Where mails wait until they are sent: the spool on disk, or memory where there is none. All of it synchronous. */
export interface MailStore {
  /** Keeps a mail; older ones go when there are too many. @throws {Error} When it cannot be kept. */
  readonly write: (mail: OutgoingMail) => Stored
  /** The mails that nobody is sending, oldest first. */
  readonly waiting: () => readonly SpooledMail[]
  /** Takes a mail for sending, or returns undefined when another process was faster. */
  readonly claim: (entry: SpooledMail) => ClaimedMail | undefined
  /** Removes a claimed mail: it was sent, or never will be. */
  readonly remove: (claimed: ClaimedMail) => void
  /** Gives a claimed mail back, to be tried again not before a time; `attempted` counts the attempt. */
  readonly release: (claimed: ClaimedMail, later?: { readonly notBefore: number }) => void
  /** Frees mails whose sender is gone. Returns how many. */
  readonly recover: () => number
  /** Gives back all that this very store has claimed, before a process of its own sends them. */
  readonly releaseAll: () => void
}
