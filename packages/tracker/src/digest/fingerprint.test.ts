import { parseComponent } from '@culprit/grouping'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../domain/json.ts'
import { createFingerprintEvent, type EventRowDraft } from './fingerprint.ts'
import { normalise } from './normalise.ts'

function rowOf(sent: JsonObject, fingerprintEvent = createFingerprintEvent()): EventRowDraft {
  const normal = normalise({
    facts: { projectId: 1, eventId: 'a'.repeat(32), received: 1 },
    sent: structuredClone(sent),
  })
  if (normal.kind !== 'ok') throw new Error(normal.kind)
  const result = fingerprintEvent(normal.value)
  if (result.kind !== 'ok') throw new Error(result.kind)
  return result.value.row
}

const error = (more: JsonObject = {}, line = 3): JsonObject => ({
  exception: [
    {
      type: 'TypeError',
      value: 'x is undefined',
      stacktrace: {
        frames: [{ function: 'load', filename: '/srv/app/orders.js', lineno: line, in_app: true }],
      },
    },
  ],
  ...more,
})

describe('createFingerprintEvent()', () => {
  it('gives the same fingerprint whatever the line, the tags and the user are', () => {
    expect(rowOf(error({ tags: { a: 'b' }, user: { id: 1 } }, 99)).hash).toBe(rowOf(error()).hash)
  })

  it('gives another fingerprint for another type', () => {
    expect(rowOf({ exception: [{ type: 'A', value: 'x' }] }).hash).not.toBe(
      rowOf({ exception: [{ type: 'B', value: 'x' }] }).hash,
    )
  })

  it('explains the first event of a hash, and no other', () => {
    const step = createFingerprintEvent()
    const { grouping, hash } = rowOf(error(), step)
    expect(parseComponent(grouping ?? '')).toMatchObject({
      id: 'exception',
      contributes: true,
      values: [{ id: 'type', values: ['TypeError'] }, { id: 'stacktrace' }],
    })
    expect(rowOf(error({}, 99), step)).toMatchObject({ hash, grouping: undefined })
    expect(rowOf(error({ fingerprint: ['mine'] }), step).grouping).toContain('sent by the client')
    expect(rowOf(error(), createFingerprintEvent()).grouping).toBe(grouping)
  })

  it('keeps the tree of a hostile stack within 16,384 characters', () => {
    const frames = Array.from({ length: 250 }, (_, n) => ({
      function: `f${n}`.padEnd(250, 'x'),
      module: `m${n}`.padEnd(250, 'y'),
      in_app: n % 2 === 0,
    }))
    const { grouping } = rowOf({ exception: [{ type: 'E', value: 'x', stacktrace: { frames } }] })
    expect(grouping?.length ?? 0).toBeLessThanOrEqual(16_384)
  })

  it('obeys the fingerprint of the SDK', () => {
    expect(rowOf(error({ fingerprint: ['mine'] })).hash).toBe(
      rowOf({ message: 'other', fingerprint: ['mine'] }).hash,
    )
  })

  it('groups messages by their template', () => {
    const message = (name: string): JsonObject => ({ logentry: { message: 'Hi %s', params: [name] } })
    expect(rowOf(message('Jo')).hash).toBe(rowOf(message('Ann')).hash)
    expect(rowOf(message('Jo')).title).toBe('Hi Jo')
  })

  it('groups policy reports by directive and blocked host', () => {
    const report = (path: string): JsonObject => ({
      csp: { 'effective-directive': 'img-src', 'blocked-uri': `https://evil.io/${path}` },
    })
    expect(rowOf(report('a')).hash).toBe(rowOf(report('b')).hash)
  })

  it('says what lists show', () => {
    expect(rowOf(error({ release: '1.0', environment: 'prod', transaction: 'GET /' }))).toMatchObject({
      title: 'TypeError: x is undefined',
      culprit: 'GET /',
      release: '1.0',
      environment: 'prod',
      transaction: 'GET /',
      type: 'error',
      metadata: {
        type: 'TypeError',
        value: 'x is undefined',
        filename: '/srv/app/orders.js',
        function: 'load',
      },
    })
  })

  it.each([
    [{ id: 42, email: 'a@b.c' }, 'id:42'],
    [{ email: 'a@b.c', username: 'jo' }, 'email:a@b.c'],
    [{ username: 'jo', ip_address: '10.0.0.1' }, 'username:jo'],
    [{ ip_address: '10.0.0.1' }, 'ip:10.0.0.1'],
    [{ geo: { city: 'x' } }, undefined],
  ])('knows a user by %o', (user, key) => {
    expect(rowOf({ user }).userKey).toBe(key)
  })
})
