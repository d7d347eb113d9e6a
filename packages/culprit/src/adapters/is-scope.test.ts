import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { describe, expect, it } from 'vitest'
import { culprit } from '../index.ts'
import { attach as attachExpress } from './express.ts'
import { attach as attachFastify } from './fastify.ts'
import { wrap as wrapFetch } from './fetch.ts'
import { attach as attachHono } from './hono.ts'
import { isScope } from './is-scope.ts'
import { attach as attachKoa } from './koa.ts'
import { attach as attachNest } from './nest.ts'
import { wrap as wrapNode } from './node.ts'

/** Calls as plain JavaScript, whose mistakes no compiler finds. */
function call(fn: unknown, ...args: readonly unknown[]): unknown {
  return typeof fn === 'function' ? Reflect.apply(fn, undefined, args) : undefined
}

describe('isScope()', () => {
  it('tells scopes from applications', () => {
    const errors = culprit()
    expect([isScope(errors.scope('admin')), isScope(errors)]).toEqual([true, false])
  })

  it.each([
    ['express', () => call(attachExpress, express())],
    ['express, the function itself', () => call(attachExpress, express(), culprit)],
    ['express, the wrong way round', () => call(attachExpress, culprit(), express())],
    ['fastify', () => call(attachFastify, fastify())],
    ['hono', () => call(attachHono, new Hono())],
    ['koa', () => call(attachKoa, new Koa(), null)],
    ['nest', () => call(attachNest, {})],
    ['node, the wrong way round', () => call(wrapNode, culprit(), () => undefined)],
    ['fetch', () => call(wrapFetch, () => undefined)],
  ])('%s: says what is missing', (_adapter, wrong) => {
    expect(wrong).toThrow(/^The second argument must be what culprit\(\) returns/)
  })

  it.each([
    ['fastify', () => call(attachFastify, express(), culprit()), /takes an instance of Fastify/],
    ['hono', () => call(attachHono, express(), culprit()), /takes an application of Hono/],
    ['koa', () => call(attachKoa, express(), culprit()), /takes an application of Koa/],
    ['nest', () => call(attachNest, express(), culprit()), /takes an application of Nest/],
    ['node', () => call(wrapNode, undefined, culprit()), /takes a function/],
    ['fetch', () => call(wrapFetch, {}, culprit()), /takes a function/],
  ])('%s: says what is given to it', (_adapter, wrong, message) => {
    expect(wrong).toThrow(message)
  })
})
