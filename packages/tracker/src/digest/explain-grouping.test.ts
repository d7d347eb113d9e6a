import { componentJson, fingerprint } from '@culprit/grouping'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../domain/event.ts'
import { explainGrouping } from './explain-grouping.ts'
import { groupingInputOf } from './grouping-input.ts'

const event: StoredEvent = {
  v: 1,
  id: 'a'.repeat(32),
  projectId: 1,
  type: 'error',
  platform: 'node',
  level: 'error',
  timestamp: 1,
  received: 1,
  exceptions: [
    {
      type: 'TypeError',
      value: 'x',
      stack: { frames: [{ function: 'load', filename: 'a.js', inApp: true }] },
    },
  ],
  threads: [],
  breadcrumbs: [],
  tags: [],
  contexts: {},
  extra: {},
  modules: {},
  notes: [],
  redactions: [],
}
const { mechanism, hash, explain } = fingerprint(groupingInputOf(event))
const tree = explain()

describe('explainGrouping()', () => {
  it('gives the tree that was kept', () => {
    const kept = { ...tree, hint: 'kept' }
    const grouping = componentJson(kept, 16_384)
    expect(explainGrouping({ mechanism, hash, grouping }, event)).toEqual({ source: 'stored', tree: kept })
    expect(explainGrouping({ mechanism, hash, grouping }, undefined)?.source).toBe('stored')
  })

  it.each([undefined, '', '{"broken'])('builds it anew where %j was kept', (grouping) => {
    expect(explainGrouping({ mechanism, hash, grouping }, event)).toEqual({ source: 'recomputed', tree })
  })

  it('explains nothing by an event that gives another hash', () => {
    expect(explainGrouping({ mechanism, hash: 'f'.repeat(32) }, event)).toBeUndefined()
    expect(explainGrouping({ mechanism, hash }, { ...event, exceptions: [] })).toBeUndefined()
  })

  it('explains nothing without an event or by a mechanism it does not know', () => {
    expect(explainGrouping({ mechanism, hash }, undefined)).toBeUndefined()
    expect(explainGrouping({ mechanism: 'v999', hash }, event)).toBeUndefined()
  })
})
