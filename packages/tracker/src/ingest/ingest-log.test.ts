import { describe, expect, it } from 'vitest'
import { createIngestLog } from './ingest-log.ts'
import { createOutcomeCounter } from './outcome-counter.ts'

const entry = { at: 1, pathProject: '1', endpoint: 'envelope', status: 200, bytes: 3, items: ['event'] }

describe('ingest log', () => {
  it('keeps the last fifty, newest first, numbered', () => {
    const log = createIngestLog()
    for (let index = 0; index < 70; index += 1) log.add(entry)
    expect(log.recent().map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => 70 - index))
  })

  it('tells listeners until they leave', () => {
    const log = createIngestLog()
    const seen: number[] = []
    const leave = log.onChange(({ seq }) => seen.push(seq))
    log.add(entry)
    leave()
    log.add(entry)
    expect(seen).toEqual([1])
  })
})

describe('outcome counter', () => {
  it('adds up by project, reason and category, and begins anew when drained', () => {
    const counter = createOutcomeCounter()
    const loss = { projectId: 1, reason: 'malformed', category: 'error', quantity: 1 } as const
    counter.add(loss)
    counter.add({ ...loss, quantity: 2 })
    counter.add({ ...loss, projectId: 0 })
    expect(counter.drain()).toEqual([
      { ...loss, source: 'server', quantity: 3 },
      { ...loss, source: 'server', projectId: 0 },
    ])
    expect(counter.drain()).toEqual([])
    expect(counter.totals().get('malformed')).toBe(4)
  })
})
