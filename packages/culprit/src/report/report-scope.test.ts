import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { enterContext, runWithContext } from '../logging/context.ts'
import {
  bringRequestScope,
  currentScope,
  ReportScope,
  runInRequestScope,
  scopeOfRequest,
  withScope,
} from './report-scope.ts'

describe('ReportScope', () => {
  it('knows what scopes around it know, and its own first', () => {
    const outer = new ReportScope()
      .setUser({ id: 1 })
      .setTag('a', 'outer')
      .setTag('b', 'outer')
      .setExtra('x', 1)
    const inner = outer.fork().setTags({ b: 'inner', c: 3 }).setLevel('warning').setFingerprint(['f'])
    inner.setContext('cart', { size: 2 })
    expect(inner.data()).toEqual({
      user: { id: 1 },
      level: 'warning',
      fingerprint: ['f'],
      tags: { a: 'outer', b: 'inner', c: 3 },
      extra: { x: 1 },
      contexts: { cart: { size: 2 } },
      breadcrumbs: [],
    })
    expect(outer.data()).toMatchObject({ tags: { a: 'outer', b: 'outer' }, contexts: {}, level: undefined })
  })

  it('takes user and contexts of scopes around it back with null', () => {
    const outer = new ReportScope().setUser({ id: 1 }).setContext('cart', { size: 2 })
    expect(outer.fork().setUser(null).setContext('cart', null).data()).toMatchObject({
      user: undefined,
      contexts: {},
    })
  })

  it('forgets by clear() what it was told, and nothing else', () => {
    const outer = new ReportScope().setTag('a', 1)
    expect(outer.fork().setTag('b', 2).addBreadcrumb({ message: 'x' }).clear().data()).toMatchObject({
      tags: { a: 1 },
      breadcrumbs: [],
    })
  })

  it('keeps the latest 100 breadcrumbs, and orders those of two scopes by time', () => {
    const outer = new ReportScope()
    for (let at = 0; at < 150; at++) outer.addBreadcrumb({ message: `outer ${at}`, timestamp: at })
    const inner = outer.fork().addBreadcrumb({ message: 'inner', timestamp: 148.5 })
    const messages = inner.data().breadcrumbs.map(({ message }) => message)
    expect(messages).toHaveLength(100)
    expect(messages.slice(-3)).toEqual(['outer 148', 'inner', 'outer 149'])
  })

  it('cuts long messages and gives breadcrumbs the time of now', () => {
    const [crumb] = new ReportScope().addBreadcrumb({ message: 'x'.repeat(10_000) }).data().breadcrumbs
    expect(crumb?.message).toHaveLength(8192)
    expect(Math.abs(Number(crumb?.timestamp) - Date.now() / 1000)).toBeLessThan(5)
  })

  it('takes at most 200 tags', () => {
    const scope = new ReportScope()
    for (let at = 0; at < 300; at++) scope.setTag(`tag${at}`, at)
    scope.setTag('tag0', 'again')
    expect(Object.keys(scope.data().tags)).toHaveLength(200)
    expect(scope.data().tags['tag0']).toBe('again')
  })

  it('a name like __proto__ is a name', () => {
    const { tags } = new ReportScope().setTag('__proto__', 'x').data()
    expect(Object.keys(tags)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(tags)).toBe(Object.prototype)
  })
})

describe('currentScope()', () => {
  it('is apart for things that are done at the same time', async () => {
    const work = (name: string): Promise<unknown> =>
      withScope(async (scope) => {
        scope.setTag('name', name)
        await sleep(1)
        currentScope().setTag('same', currentScope() === scope)
        return currentScope().data().tags
      })
    expect(await Promise.all([work('a'), work('b')])).toEqual([
      { name: 'a', same: true },
      { name: 'b', same: true },
    ])
    expect(currentScope().data().tags).toEqual({})
  })
})

describe('runInRequestScope()', () => {
  it('has one scope for a request, however often it is entered', () => {
    const request = {}
    runInRequestScope(request, () => currentScope().setUser({ id: 7 }))
    expect(runInRequestScope(request, () => currentScope().data().user)).toEqual({ id: 7 })
    expect(scopeOfRequest(request)?.data().user).toEqual({ id: 7 })
    expect(runInRequestScope({}, () => currentScope().data().user)).toBeUndefined()
    expect(scopeOfRequest(undefined)).toBeUndefined()
    const frozen = Object.freeze({})
    expect(runInRequestScope(frozen, () => currentScope().setTag('a', 1).data().tags)).toEqual({ a: 1 })
  })
})

describe('bringRequestScope()', () => {
  /** As an application enters a request. */
  const enter = (source: object): (() => void) => {
    const context = { method: 'GET', url: '/', remote_addr: null }
    const leaveScope = bringRequestScope(context, source)
    const leaveContext = enterContext(context)
    return () => {
      leaveContext()
      leaveScope?.()
    }
  }

  it('has the context of a request bring its scope, also into contexts and scopes inside', async () => {
    const request = {}
    const process = currentScope()
    const leave = enter(request)
    const scope = scopeOfRequest(request)
    expect(currentScope()).toBe(scope)
    expect(runWithContext({ request_id: 'a' }, currentScope)).toBe(scope)
    withScope((inner) => {
      expect(currentScope()).toBe(inner)
      expect(inner.setTag('a', 1).data().tags).toEqual({ a: 1 })
    })
    const later = sleep(1).then(currentScope)
    leave()
    expect(currentScope()).toBe(process)
    expect(await later).toBe(scope)
  })

  it('goes on top of a scope that is there, and gives it back', () => {
    withScope((outer) => {
      const request = {}
      const leave = enter(request)
      expect(currentScope()).toBe(scopeOfRequest(request))
      expect(currentScope()).not.toBe(outer)
      leave()
      expect(currentScope()).toBe(outer)
    })
  })

  it('gives a request inside of another its own scope', () => {
    const [outer, inner] = [{}, {}]
    const leaveOuter = enter(outer)
    const leaveInner = enter(inner)
    expect(currentScope()).toBe(scopeOfRequest(inner))
    leaveInner()
    expect(currentScope()).toBe(scopeOfRequest(outer))
    leaveOuter()
  })
})
