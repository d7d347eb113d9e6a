import { isLoopbackAddress } from './trust/host-trust.ts'

/**
 * Returns the address that a request's server listens on when other machines reach it; undefined when they do not, and
 * where the request has no socket of node's.
 */
export function wideAddress(request: object): string | undefined {
  const address: unknown = call(
    member(member(member(request, 'socket'), 'server'), 'address'),
    member(member(request, 'socket'), 'server'),
  )
  const text = member(address, 'address')
  return typeof text === 'string' && !isLoopbackAddress(text) ? text : undefined
}

function member(value: unknown, name: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  } catch {
    return undefined
  }
}

function call(method: unknown, receiver: unknown): unknown {
  try {
    return typeof method === 'function' ? Reflect.apply(method, receiver, []) : undefined
  } catch {
    return undefined
  }
}
