// The program that sends events for a process that is ending: it reads an order from stdin and sends what the order
// and the spool hold. It loads as little as it can, since somebody waits for it.
import { readFileSync } from 'node:fs'
import { createDelivery } from './delivery.ts'
import { parseSenderOrder } from './sender-order.ts'

const order = parseSenderOrder(readFileSync(0, 'utf8'))
if (order !== undefined) {
  const delivery = createDelivery(order.settings, { exit: false, warn: () => {} })
  for (const event of order.events) delivery.submit(event)
  await delivery.flush(order.timeoutMs)
}
