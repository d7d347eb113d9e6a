import { describe, expect, it } from 'vitest'
import { contextCompanions } from './context-companions.ts'
import { type ContextFields, contextRoot, currentContext, runWithContext } from './context.ts'

/** Returns the roots of nested contexts, the outermost first. */
function rootsOf(...nested: readonly ContextFields[]): readonly ContextFields[] {
  const [first, ...rest] = nested
  if (first === undefined) return []
  return runWithContext(first, () => [contextRoot(currentContext() ?? {}), ...rootsOf(...rest)])
}

const request = { method: 'GET', url: '/', remote_addr: null }

describe('runWithContext()', () => {
  it('keeps the fields of an outer context and shows no other', () => {
    const inner = runWithContext({ a: 1, b: 1 }, () => runWithContext({ b: 2 }, currentContext))
    expect(Reflect.ownKeys({ ...inner })).toEqual(['a', 'b'])
    expect(inner).toEqual({ a: 1, b: 2 })
    expect(currentContext()).toBeUndefined()
  })
})

describe('contextRoot()', () => {
  it.each([
    ['more fields', request, { user: 7 }],
    ['an id of the request', request, { request_id: 'f81d' }],
    ['a task inside of the request', { ...request, request_id: 'f81d' }, { task: 'pay' }],
    ['another application that serves the request', request, { ...request, url: '/mounted' }],
    ['the same id again', { task: 'mail' }, { task: 'mail', attempt: 2 }],
  ])('is the outer context for %s', (_what, outer, inner) => {
    const [first, second] = rootsOf(outer, inner)
    expect(first).toBe(outer)
    expect(second).toBe(outer)
  })

  it('is the outermost of three', () => {
    expect(rootsOf(request, { a: 1 }, { b: 1 })[2]).toBe(request)
  })

  it.each([
    ['a request inside of the program that serves it', { task: 'main' }, request],
    ['a job inside of the worker that runs it', { task: 'worker' }, { request_id: 'job 1' }],
    ['another task', { task: 'worker' }, { task: 'job 1' }],
    ['another request inside of one', { ...request, request_id: 'a' }, { request_id: 'b' }],
  ])('is a new one for %s', (_what, outer, inner) => {
    expect(rootsOf(outer, inner)[1]).toEqual({ ...outer, ...inner })
  })
})

describe('contextCompanions()', () => {
  it('keeps the companion of a request through nested contexts, and out of sight', () => {
    const fields = { ...request }
    const companion = {}
    contextCompanions().give(fields, companion)
    const inner = runWithContext(fields, () => runWithContext({ user: 7 }, currentContext))
    expect(contextCompanions().of(inner ?? {})).toBe(companion)
    expect(contextCompanions().of({ ...inner })).toBeUndefined()
    expect(Reflect.ownKeys({ ...inner })).toEqual(['method', 'url', 'remote_addr', 'user'])
  })

  it('gives a request within another its own', () => {
    const [outer, inner] = [{ ...request }, { ...request, url: '/mounted' }]
    contextCompanions().give(outer, { of: 'outer' })
    contextCompanions().give(inner, { of: 'inner' })
    const both = runWithContext(outer, () => runWithContext(inner, currentContext))
    expect(contextCompanions().of(both ?? {})).toEqual({ of: 'inner' })
  })
})
