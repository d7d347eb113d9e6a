import { runInNewContext } from 'node:vm'

/** Something a route may throw that a framework or a logger is likely to stumble over. */
export interface ThrownValue {
  /** Names the route that throws it: `/throw/NAME`, and `/reject/NAME` for a rejection. */
  readonly name: string
  readonly make: () => unknown
  /** The name of the error that the 500 handler must be given as the original. */
  readonly original: string
}

function revokedProxy(): unknown {
  const { proxy, revoke } = Proxy.revocable(new Error('gone'), {})
  revoke()
  return proxy
}

/** An error whose message and stack cannot be read. */
function unreadableError(): Error {
  const refuse = (): never => {
    throw new TypeError('not for you')
  }
  return Object.defineProperties(new Error('unreadable'), {
    message: { get: refuse },
    stack: { get: refuse },
  })
}

const nonError = 'NonErrorThrown'

/** The falsy values and command words of frameworks, things that are no errors, and errors that bite. */
export const thrownValues: readonly ThrownValue[] = [
  { name: 'undefined', make: () => undefined, original: nonError },
  { name: 'null', make: () => null, original: nonError },
  { name: 'zero', make: () => 0, original: nonError },
  { name: 'false', make: () => false, original: nonError },
  { name: 'empty-string', make: () => '', original: nonError },
  { name: 'route', make: () => 'route', original: nonError },
  { name: 'router', make: () => 'router', original: nonError },
  { name: 'symbol', make: () => Symbol('thrown'), original: nonError },
  { name: 'bigint', make: () => 10n, original: nonError },
  { name: 'function', make: () => () => undefined, original: nonError },
  {
    name: 'object',
    make: () => ({ status: 404, statusCode: 404, message: 'not an error' }),
    original: nonError,
  },
  { name: 'null-prototype', make: () => Object.create(null), original: nonError },
  { name: 'promise', make: () => Promise.resolve('thrown'), original: nonError },
  { name: 'revoked-proxy', make: revokedProxy, original: nonError },
  { name: 'frozen', make: () => Object.freeze(new EvalError('frozen')), original: 'EvalError' },
  { name: 'unreadable', make: unreadableError, original: 'Error' },
  {
    name: 'aggregate',
    make: () => new AggregateError([new Error('one'), 'two', undefined], 'both'),
    original: 'AggregateError',
  },
  { name: 'other-realm', make: () => runInNewContext('new RangeError("elsewhere")'), original: 'RangeError' },
]
