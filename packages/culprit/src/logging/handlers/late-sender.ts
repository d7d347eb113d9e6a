// The program that sends the messages of a process that is ending: it reads an order from stdin and writes a dot for
// each message that was taken. It loads as little as it can, since somebody waits for it.
import { readFileSync } from 'node:fs'
import type { LateMessages, LateReceiver } from './late-messages.ts'
import { sendForm } from './send-form.ts'
import { SyslogStream } from './syslog-stream.ts'

// The order comes from our own process.
const order = JSON.parse(readFileSync(0, 'utf8')) as LateMessages
const { send, close } = senderTo(order.receiver, order.timeoutMs)
try {
  for (const message of order.messages)
    if (await send(Buffer.from(message, 'base64'))) process.stdout.write('.')
} catch {
  // The receiver is away: the rest cannot be sent either.
}
close()

/** Sends to one receiver over one connection; `send` resolves with whether the message was taken. */
interface LateSender {
  readonly send: (message: Buffer) => Promise<boolean>
  readonly close: () => void
}

function senderTo(receiver: LateReceiver, timeoutMs: number): LateSender {
  if (receiver.kind !== 'form') {
    const { kind, connect } = receiver
    const stream = new SyslogStream({ kind, connect: connect as { host: string; port: number } }, timeoutMs)
    return {
      send: async (message) => {
        await stream.send(message)
        return true
      },
      close: () => stream.close(),
    }
  }
  const { target, tls } = receiver
  const agent = target.url.startsWith('https:')
    ? new (process.getBuiltinModule('node:https').Agent)({ keepAlive: true, ...tls })
    : new (process.getBuiltinModule('node:http').Agent)({ keepAlive: true })
  return {
    send: async (form) => (await sendForm(target, form, { agent, timeoutMs })) < 400,
    close: () => agent.destroy(),
  }
}
