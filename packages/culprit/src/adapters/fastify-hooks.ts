import type { FastifyInstance } from 'fastify'
import { NonErrorThrown } from '../http/non-error-thrown.ts'

/** Hooks that stand between a request and its answer. */
const hookNames: ReadonlySet<string> = new Set([
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
])

/**
 * Has hooks of an application fail that throw `undefined` or `null` at once, those added from now on and those of routes.
 * Fastify takes them for hooks that have succeeded, and leaves out the ones after them.
 */
export function guardHooks(instance: FastifyInstance): void {
  instance.addHook('onRoute', (route) => {
    for (const name of hookNames) {
      const given: unknown = Reflect.get(route, name)
      if (given !== undefined)
        Reflect.set(route, name, Array.isArray(given) ? given.map(guard) : guard(given))
    }
  })
  const addHook: unknown = Reflect.get(instance, 'addHook')
  if (!isFunction(addHook)) return
  // Plugins inherit it: what they are given has the application as its prototype.
  const guarded = function (this: unknown, name: string, hook: unknown): unknown {
    return Reflect.apply(addHook, this, [name, hookNames.has(name) ? guard(hook) : hook])
  }
  Object.defineProperty(instance, 'addHook', { value: guarded, configurable: true, writable: true })
}

const guards = new WeakSet<object>()

/** Async functions fail by a promise, whose reason Fastify does look at; it tells both apart by class and parameters. */
function guard(hook: unknown): unknown {
  if (!isFunction(hook) || hook.constructor.name === 'AsyncFunction' || guards.has(hook)) return hook
  const guarded = function (this: unknown, ...args: readonly unknown[]): unknown {
    try {
      return Reflect.apply(hook, this, args)
    } catch (thrown) {
      if (thrown === undefined || thrown === null) throw new NonErrorThrown(thrown)
      throw thrown
    }
  }
  guards.add(guarded)
  return Object.defineProperties(guarded, { name: { value: hook.name }, length: { value: hook.length } })
}

function isFunction(value: unknown): value is (...args: never[]) => unknown {
  return typeof value === 'function'
}
