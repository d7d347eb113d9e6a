// A process of its own: an application of Express, bare, with culprit or debugged. Answers its parent's questions over
// the channel: `timings` (milliseconds from throw to page sent, since the last question) and `heap` (bytes in use after
// garbage collection).
import type { AddressInfo } from 'node:net'
import express from 'express'
import { culprit } from 'culprit'
import { attach, type ExpressContext } from 'culprit/express'

const variant = process.argv[2]
const bare = express()
const app =
  variant === 'bare'
    ? bare
    : attach(bare, culprit<ExpressContext>({ name: 'bench', debug: variant === 'debug' }))
let thrownAt = 0
let timings: number[] = []

/** Fails below this many calls, each with variables of its own. */
function descend(left: number, order: { readonly id: number }): number {
  const lines = [{ sku: `sku-${left}`, quantity: left, price: left * 1.5 }]
  const customer = { name: 'Ada', address: { city: 'London', lines: ['12 St James Square'] } }
  if (left <= 1) {
    thrownAt = performance.now()
    throw new RangeError(`order ${order.id} of ${customer.name} cannot be placed`)
  }
  return descend(left - 1, order) + lines.length
}

app.get('/ok', (_request, response) => void response.send('ok'))
app.get('/fail/:frames', (request, response) => {
  response.once('finish', () => timings.push(performance.now() - thrownAt))
  response.send(String(descend(Number(request.params['frames']), { id: 7 })))
})

const server = app.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('message', (question) => {
  if (question === 'timings') process.send?.(timings.splice(0))
  if (question !== 'heap') return
  for (let round = 0; round < 4; round++) globalThis.gc?.()
  process.send?.(process.memoryUsage().heapUsed)
})
process.on('disconnect', () => process.exit())
timings = []
