// The program that sends mails for a process that is ending: it reads an order from stdin, sends what waits, and prints
// the Message-IDs it has sent from the order itself. It loads as little as it can, since somebody waits for it.
import { readFileSync } from 'node:fs'
import { parseCrashOrder, type CrashOrder } from './crash-order.ts'
import { deliverStore } from './deliver-store.ts'
import type { MailStore } from './mail-store.ts'
import type { MailTransport } from './mail-transport.ts'
import { createMemoryStore } from './memory-store.ts'
import { createSmtpTransport } from './smtp-transport.ts'
import { Spool } from './spool.ts'

const order = parseCrashOrder(readFileSync(0, 'utf8'))
if (order !== undefined) await sendAll(order)

async function sendAll({ settings, directory, mails, timeoutMs }: CrashOrder): Promise<void> {
  const sent = new Set<string>()
  const smtp = createSmtpTransport({ ...settings, timeoutMs: Math.min(settings.timeoutMs, timeoutMs) })
  const transport: MailTransport = {
    send: async (mail) => {
      await smtp.send(mail)
      sent.add(mail.messageId)
    },
  }
  const memory = createMemoryStore({ maxMails: mails.length, maxBytes: Infinity })
  for (const mail of mails) memory.write(mail)
  const stores: readonly MailStore[] = directory === undefined ? [memory] : [new Spool({ directory }), memory]
  const end = Date.now() + timeoutMs
  const isOver = (): boolean => Date.now() >= end
  for (const store of stores) {
    const { outage } = await deliverStore({ store, transport, now: Date.now, random: Math.random, isOver })
    if (outage !== undefined) break
  }
  process.stdout.write(JSON.stringify(mails.map(({ messageId }) => messageId).filter((id) => sent.has(id))))
}
