import type {
  DebuggedError,
  DebuggedFailure,
  DebuggedFrame,
  SourceLine,
  ValueView,
  Variable,
} from '../../src/debugger/debugged-error.ts'
import { checkoutSource, mainSource, routesSource } from './sample-sources.ts'

/** Ids of the two errors of the sample. */
export const sampleIds = {
  raised: '7f3a19c2d04b4e5f8a6b7c8d9e0f1a2b',
  cause: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
} as const

/** Lines of a text around one. */
function around(text: string, line: number, first: number, count: number = 7): readonly SourceLine[] {
  return text
    .split('\n')
    .map((each, index) => ({ line: index + first, text: each }))
    .filter((each) => Math.abs(each.line - line) <= count)
}

const value = (kind: ValueView['kind'], preview: string, more: Partial<ValueView> = {}): ValueView => ({
  kind,
  preview,
  ...more,
})
const local = (name: string, shown: ValueView, scope: Variable['scope'] = 'local'): Variable => ({
  name,
  scope,
  value: shown,
})

const product = value('object', "Product {id: 7, name: 'Desk lamp', price: 39.9, category: 'light'}", {
  entries: [
    { name: 'id', value: value('number', '7') },
    { name: 'name', value: value('string', "'Desk lamp'") },
    { name: 'price', value: value('number', '39.9') },
    { name: 'category', value: value('string', "'light'") },
  ],
})

/** A frame of a package: `at` is `package/path:line`. */
const library = (index: number, name: string, at: string): DebuggedFrame => {
  const [shownFile = '', line] = at.split(':')
  return {
    index,
    function: name,
    file: `/home/me/shop/node_modules/${shownFile}`,
    shownFile,
    line: Number(line),
    column: 5,
    kind: 'dependency',
    package: shownFile.split('/')[0],
    source: [],
    variables: [],
    liveness: 'library',
  }
}

const frames: readonly DebuggedFrame[] = [
  {
    index: 0,
    function: 'Checkout.totalOf',
    file: '/home/me/shop/src/cart/checkout.ts',
    shownFile: 'src/cart/checkout.ts',
    line: 15,
    column: 35,
    kind: 'app',
    source: around(checkoutSource, 15, 1),
    variables: [
      local('this', value('object', 'Checkout {#rounding: 2}', { ref: 'this' }), 'this'),
      local(
        'cart',
        value('object', "Cart {id: 'c-1042', items: Array(2), currency: 'EUR'}", { ref: 'cart' }),
      ),
      local(
        'coupon',
        value('object', "Coupon {code: 'WINTER', percent: 10, expires: Date}", { ref: 'coupon' }),
      ),
      local('items', value('array', '[]', { ref: 'items' })),
      local('discount', value('number', '0.1')),
      local('dearest', value('array', '[]', { ref: 'dearest' })),
      local('rate', value('unavailable', '<not initialised>')),
      local('euros', value('object', 'Intl.NumberFormat {}', { ref: 'euros' }), 'closure'),
      local('taxOf', value('function', 'ƒ taxOf(category)', { ref: 'taxOf' }), 'closure'),
    ],
    liveness: 'live',
  },
  {
    index: 1,
    function: '<anonymous>',
    file: '/home/me/shop/src/http/routes.ts',
    shownFile: 'src/http/routes.ts',
    line: 46,
    column: 26,
    kind: 'app',
    source: around(routesSource, 46, 41),
    variables: [
      local(
        'cart',
        value('object', "Cart {id: 'c-1042', items: Array(2), currency: 'EUR'}", { ref: 'cart' }),
      ),
      local(
        'coupon',
        value('object', "Coupon {code: 'WINTER', percent: 10, expires: Date}", { ref: 'coupon' }),
      ),
      local('user', value('null', 'null')),
      local(
        'request',
        value('object', "IncomingMessage {method: 'POST', url: '/checkout?from=basket', …}", {
          ref: 'request',
        }),
      ),
      local('response', value('object', 'ServerResponse {statusCode: 200, …}', { ref: 'response' })),
      local('total', value('unavailable', '<not initialised>')),
    ],
    liveness: 'live',
    info: 'trace info: the handler of POST /checkout',
  },
  library(2, 'Layer.handleRequest', 'router/lib/layer.js:152'),
  library(3, 'next', 'router/lib/route.js:157'),
  library(4, 'Route.dispatch', 'router/lib/route.js:117'),
  library(5, 'Layer.handleRequest', 'router/lib/layer.js:152'),
  library(6, 'session', 'express-session/lib/session.js:88'),
  library(7, 'Function.handle', 'express/lib/application.js:177'),
  {
    index: 8,
    function: 'serve',
    file: '/home/me/shop/src/main.ts',
    shownFile: 'src/main.ts',
    line: 5,
    column: 5,
    kind: 'app',
    source: around(mainSource, 5, 1),
    variables: [local('app', value('function', 'ƒ app(req, res, next)', { ref: 'app' }))],
    liveness: 'async',
  },
  {
    ...library(9, 'parserOnIncoming', '_http_server:1142'),
    shownFile: 'node:_http_server',
    file: 'node:_http_server',
    kind: 'runtime',
    package: undefined,
  },
]

const raised: DebuggedError = {
  id: sampleIds.raised,
  type: 'TypeError',
  message: "Cannot read properties of undefined (reading 'product')",
  relation: 'raised',
  properties: [],
  frames,
  hints: ['Probably `dearest[0]` is undefined: `dearest` is [].'],
  links: [],
  stack:
    "TypeError: Cannot read properties of undefined (reading 'product')\n    at Checkout.totalOf (src/cart/checkout.ts:15:35)",
}

/** A failed checkout in a shop: two errors, frames of the application and of libraries, request, log, environment. */
export const sampleFailure: DebuggedFailure = {
  errors: [
    raised,
    {
      id: sampleIds.cause,
      type: 'StockError',
      message: 'Desk lamp is sold out',
      relation: 'cause',
      parent: sampleIds.raised,
      properties: [
        { name: 'code', value: value('string', "'SOLD_OUT'") },
        { name: 'product', value: product },
      ],
      frames: [
        {
          index: 0,
          function: 'Stock.reserve',
          file: '/home/me/shop/src/stock/stock.ts',
          shownFile: 'src/stock/stock.ts',
          line: 31,
          column: 11,
          kind: 'app',
          source: [
            { line: 29, text: '    const left = await this.#levels.get(product.id)' },
            { line: 30, text: '    if (left < quantity) {' },
            {
              line: 31,
              text: "      throw new StockError(`${product.name} is sold out`, { code: 'SOLD_OUT', product })",
            },
            { line: 32, text: '    }' },
          ],
          variables: [
            local('product', product),
            local('quantity', value('number', '2')),
            local('left', value('number', '0')),
          ],
          liveness: 'live',
        },
      ],
      hints: [],
      links: [],
      stack: 'StockError: Desk lamp is sold out',
    },
  ],
  id: sampleIds.raised,
  status: 500,
  at: new Date(2026, 10, 29, 14, 2, 11, 480),
  request: {
    method: 'POST',
    url: '/checkout?from=basket',
    httpVersion: '1.1',
    route: '/checkout',
    headers: [
      ['host', 'localhost:3000'],
      ['user-agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36'],
      ['accept', 'text/html,application/xhtml+xml'],
      ['content-type', 'application/json'],
      ['authorization', '[redacted]'],
    ],
    query: [['from', 'basket']],
    cookies: [
      ['sid', '[redacted]'],
      ['theme', 'dark'],
    ],
    body: value('object', "{coupon: 'WINTER', note: 'ring twice'}", {
      entries: [
        { name: 'coupon', value: value('string', "'WINTER'") },
        { name: 'note', value: value('string', "'ring twice'") },
      ],
    }),
    user: value('object', '{id: 1042}', { entries: [{ name: 'id', value: value('number', '1042') }] }),
  },
  process: {
    pid: 4312,
    node: 'v26.10.0',
    started: new Date(2026, 10, 29, 13, 40, 2),
    title: 'shop',
    directory: '/home/me/shop',
  },
  environment: [
    ['NODE_ENV', 'development'],
    ['PORT', '3000'],
    ['DATABASE_URL', 'postgres://shop:[redacted]@localhost:5432/shop'],
    ['STRIPE_SECRET_KEY', '[redacted]'],
    ['LANG', 'en_IE.UTF-8'],
  ],
  packages: [
    ['express', '5.3.0'],
    ['express-session', '1.18.2'],
    ['router', '2.2.0'],
    ['culprit', '0.1.0'],
  ],
  logs: [
    {
      at: new Date(2026, 10, 29, 14, 2, 11, 402),
      level: 'info',
      logger: 'shop.cart',
      message: 'cart c-1042 opened, 2 items',
    },
    {
      at: new Date(2026, 10, 29, 14, 2, 11, 455),
      level: 'warning',
      logger: 'shop.stock',
      message: 'Desk lamp: 0 left, 2 wanted',
    },
    {
      at: new Date(2026, 10, 29, 14, 2, 11, 471),
      level: 'debug',
      logger: 'shop.coupons',
      message: 'WINTER applies (10 %)',
    },
  ],
  issueUrl: 'http://127.0.0.1:8000/issues/SHOP-42',
  debugUrl: `http://localhost:3000/-/culprit/errors/${sampleIds.raised}`,
}
