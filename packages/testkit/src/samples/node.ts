import type { SampleEvent } from './sample.ts'

/** A TypeError with a cause in an Express application, with source lines, local variables and breadcrumbs. */
export const nodeSample: SampleEvent = {
  platform: 'node',
  level: 'error',
  environment: 'production',
  release: 'shop@2.4.1',
  server_name: 'web-3',
  transaction: 'POST /checkout',
  exception: {
    values: [
      {
        type: 'RangeError',
        value: 'Price of SKU-9 is negative: -3',
        stacktrace: {
          frames: [
            {
              filename: '/srv/shop/src/prices.js',
              function: 'priceOf',
              lineno: 18,
              colno: 11,
              in_app: true,
              context_line: "  throw new RangeError('Price of ' + sku + ' is negative: ' + price)",
            },
          ],
        },
      },
      {
        type: 'TypeError',
        value: 'The basket has no total',
        mechanism: { type: 'auto.middleware.express', handled: false },
        stacktrace: {
          frames: [
            {
              filename: '/srv/shop/node_modules/express/lib/router/layer.js',
              module: 'express.lib.router:layer',
              function: 'handle',
              lineno: 95,
              colno: 5,
              in_app: false,
            },
            {
              filename: '/srv/shop/src/checkout.js',
              module: 'checkout',
              function: 'checkout',
              lineno: 42,
              colno: 9,
              in_app: true,
              pre_context: ['export function checkout(basket) {', '  const total = sum(basket)'],
              context_line:
                "  if (total === undefined) throw new TypeError('The basket has no total', { cause })",
              post_context: ['  return pay(total)', '}'],
              vars: {
                basket: { lines: [{ sku: 'SKU-9', quantity: 2 }] },
                total: '<undefined>',
                apiKey: 'sk_live_not_for_you',
              },
            },
          ],
        },
      },
    ],
  },
  breadcrumbs: [
    {
      timestamp: 1,
      category: 'http',
      type: 'http',
      data: { url: 'https://prices.example/SKU-9', method: 'GET', status_code: 200 },
    },
    { timestamp: 2, category: 'console', level: 'warning', message: 'price cache is cold' },
  ],
  request: {
    method: 'POST',
    url: 'https://shop.example/checkout?step=2',
    query_string: 'step=2',
    headers: { host: 'shop.example', 'user-agent': 'Mozilla/5.0', authorization: 'Bearer not-for-you' },
    cookies: { theme: 'dark', session: 'not-for-you' },
    data: { basket: 'b-17', password: 'not-for-you' },
  },
  user: { id: '17', email: 'eve@example.test', ip_address: '203.0.113.7' },
  tags: { payment: 'invoice' },
  contexts: { runtime: { name: 'node', version: 'v26.0.0' } },
  extra: { attempt: 3 },
  modules: { express: '5.1.0' },
  sdk: {
    name: 'sentry.javascript.node',
    version: '11.0.0',
    packages: [],
    integrations: ['Http', 'LocalVariablesAsync'],
  },
}
