/** Words that the made-up code, URLs and messages are composed of. */
export const nouns: readonly string[] = [
  'basket',
  'order',
  'invoice',
  'price',
  'customer',
  'address',
  'payment',
  'voucher',
  'stock',
  'shipment',
  'session',
  'account',
  'tenant',
  'report',
  'export',
  'message',
  'thread',
  'upload',
  'image',
  'document',
  'template',
  'schedule',
  'calendar',
  'booking',
  'room',
  'ticket',
  'refund',
  'currency',
  'tax',
  'ledger',
]
export const verbs: readonly string[] = [
  'load',
  'save',
  'find',
  'check',
  'apply',
  'merge',
  'render',
  'parse',
  'send',
  'fetch',
  'create',
  'update',
  'remove',
  'count',
  'sum',
  'format',
  'validate',
  'resolve',
]
export const errorTypes: readonly string[] = [
  'TypeError',
  'RangeError',
  'Error',
  'ValidationError',
  'NotFoundError',
  'TimeoutError',
  'DatabaseError',
  'SyntaxError',
  'ConflictError',
  'PaymentError',
]
export const packages: readonly string[] = [
  'express',
  'fastify',
  'pg',
  'undici',
  'hono',
  'knex',
  'ioredis',
  'router',
  'body-parser',
  'zod',
]
export const routes: readonly string[] = [
  '/api/orders/:id',
  '/checkout',
  '/basket',
  '/api/customers',
  '/search',
  '/account/addresses',
  '/api/reports/:id/export',
  '/webhooks/payment',
]
export const environments: readonly string[] = ['production', 'production', 'production', 'staging', 'test']
export const agents: readonly string[] = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
]

/** Returns `loadBasket`. */
export function camel(verb: string, noun: string): string {
  return `${verb}${noun.charAt(0).toUpperCase()}${noun.slice(1)}`
}
