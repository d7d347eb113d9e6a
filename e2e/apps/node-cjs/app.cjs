// A CommonJS application with an unmodified SDK: an HTTP server whose handler catches and reports.
const Sentry = require('@sentry/node')
Sentry.init({
  dsn: process.env.SENTRY_DSN,
  environment: 'e2e',
  release: 'shop@1.2.3',
  includeLocalVariables: true,
  tracesSampleRate: 1,
})
const http = require('node:http')

function countryOf(basket) {
  const discount = 0.19
  const customer = basket.customer
  if (customer.address === undefined) throw new TypeError('Basket ' + basket.id + ' has no address')
  return customer.address.country.length * discount
}

// Each basket has an id of its own: the SDK itself drops an error that equals the one before it.
const server = http.createServer((request, response) => {
  const id = 'b-' + new URL(request.url, 'http://localhost').searchParams.get('basket')
  Sentry.setUser({ id: '42', email: 'eve@example.test', username: 'eve' })
  Sentry.setTag('basket', id)
  Sentry.setContext('shop', { name: 'Winter shop', open: true })
  Sentry.setExtra('attempt', 3)
  Sentry.addBreadcrumb({ category: 'basket', message: 'added SKU-9', level: 'info', data: { quantity: 2 } })
  console.warn('the basket looks odd')
  const apiKey = 'sk_live_never_show_this'
  try {
    countryOf({
      id,
      lines: [{ sku: 'SKU-9', quantity: 2 }],
      customer: { name: 'Eve', address: undefined },
      password: apiKey,
    })
  } catch (error) {
    response.statusCode = 500
    response.end(Sentry.captureException(error))
    return
  }
  response.end('fine')
})

server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`))
process.on('SIGTERM', () => {
  void Sentry.close(5000).then(() => process.exit(0))
})
