import type { ClaimedMail, MailStore, Stored } from './mail-store.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import type { SpooledMail } from './spool-name.ts'

/** How much a memory store keeps. */
export interface MemoryBounds {
  readonly maxMails: number
  readonly maxBytes: number
}

/**
 * Returns a store for processes without a disk to write to: mails wait in memory, within the bounds, and are lost with
 * the process.
 */
export function createMemoryStore({ maxMails, maxBytes }: MemoryBounds): MailStore {
  const mails = new Map<SpooledMail, OutgoingMail>()
  const claimed = new Map<SpooledMail, OutgoingMail>()
  let order = 0
  const makeRoom = (bytes: number): number => {
    let total = [...mails.keys()].reduce((sum, entry) => sum + entry.bytes, bytes)
    let dropped = 0
    for (const entry of mails.keys()) {
      if (mails.size < maxMails && total <= maxBytes) break
      mails.delete(entry)
      total -= entry.bytes
      dropped++
    }
    return dropped
  }
  const release = ({ entry }: ClaimedMail, later?: { readonly notBefore: number }): void => {
    const mail = claimed.get(entry)
    if (mail === undefined) return
    claimed.delete(entry)
    mails.set(later === undefined ? entry : { ...entry, ...later, attempts: entry.attempts + 1 }, mail)
  }
  return {
    write: (mail): Stored => {
      const bytes = mail.text.length + (mail.html?.length ?? 0)
      const dropped = makeRoom(bytes)
      const { createdAt } = mail
      mails.set({ createdAt, notBefore: createdAt, attempts: 0, bytes, id: String(order++) }, mail)
      return { dropped }
    },
    waiting: () => [...mails.keys()].toSorted((a, b) => a.createdAt - b.createdAt),
    claim: (entry) => {
      const mail = mails.get(entry)
      if (mail === undefined) return undefined
      mails.delete(entry)
      claimed.set(entry, mail)
      return { entry, mail }
    },
    remove: ({ entry }) => void claimed.delete(entry),
    release,
    recover: () => 0,
    releaseAll: () => {
      for (const [entry, mail] of claimed) release({ entry, mail })
    },
  }
}
