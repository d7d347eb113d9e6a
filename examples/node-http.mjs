// A small shop that fails in a few ways, reporting with an unmodified Sentry SDK. SENTRY_DSN says where to.
//   SENTRY_DSN=http://KEY@localhost:8000/1 PORT=3000 node examples/node-http.mjs
import { createServer } from 'node:http'
import * as Sentry from '@sentry/node'

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  release: 'shop@2.4.1',
  environment: 'production',
  includeLocalVariables: true,
  sendDefaultPii: true,
  tracesSampleRate: 0,
})

const users = ['ana', 'bo', 'cy']
const lamp = { id: 7, name: 'desk lamp', price: 1299 }
const carts = new Map(users.map((user) => [user, { items: [lamp], coupon: null }]))

function calcTotal(cart) {
  const discount = cart.coupon.percent / 100
  const sum = cart.items.reduce((total, { price }) => total + price, 0)
  return sum * (1 - discount)
}

function chargeCard(user) {
  const amount = 4200
  try {
    throw new RangeError(`card of ${user} was declined for ${amount}`)
  } catch (cause) {
    throw new Error('payment failed', { cause })
  }
}

const pages = {
  '/': () => 'checkout at /checkout, payment at /pay\n',
  '/checkout': (user) => `total ${calcTotal(carts.get(user))}\n`,
  '/pay': (user) => chargeCard(user),
}

const server = createServer((req, res) => {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://shop')
  const user = searchParams.get('user') ?? 'ana'
  Sentry.withScope((scope) => {
    scope.setUser({ id: String(users.indexOf(user) + 1), username: user })
    scope.setTag('page', pathname)
    scope.addBreadcrumb({ category: 'cart', message: `${user} opened ${pathname}`, level: 'info' })
    try {
      const body = pages[pathname]?.(user)
      res.writeHead(body ? 200 : 404).end(body ?? 'not found\n')
    } catch (error) {
      Sentry.captureException(error)
      res.writeHead(500).end('Something went wrong.\n')
    }
  })
})

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`)
})
