import { culprit } from 'culprit'
import { attach, type ExpressContext } from 'culprit/express'
import { getLogger } from 'culprit/logging'
import express from 'express'
import { Cart, Product } from './cart/cart.ts'
import { Checkout } from './cart/checkout.ts'

// A shop whose basket holds articles that nobody ordered: its checkout fails.
const log = getLogger('shop.cart')
const app = express()
attach(app, culprit<ExpressContext>({ debugger: { console: true } }))
const checkout = new Checkout()

app.get('/checkout', (request, response) => {
  const cart = new Cart('c-1042', [
    { quantity: 0, product: new Product(7, 'Desk lamp', 39.9) },
    { quantity: 0, product: new Product(9, 'Chair', 129, 'chairs') },
  ])
  const coupon = { code: 'WINTER', percent: 10, expires: new Date(Date.UTC(2026, 11, 31)) }
  const user = request.query['user'] ?? null
  log.info('cart %s opened, %d items', cart.id, cart.items.length)
  const total = checkout.totalOf(cart, coupon)
  response.json({ cart: cart.id, user, total })
})

const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address()
  console.log(`listening on ${typeof address === 'object' ? address?.port : address}`)
})
