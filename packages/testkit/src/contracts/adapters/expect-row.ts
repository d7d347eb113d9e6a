import { expect } from 'vitest'
import type { WireAnswer } from './ask.ts'
import type { ConformanceRow } from './conformance-rows.ts'

/** Expects an answer to be the one of a row, whole, and every JSON body to have code, name and description. */
export function expectRow(answer: WireAnswer, row: ConformanceRow): void {
  expect(answer.broken).toBe(false)
  if (typeof row.body === 'string') {
    expect([answer.status, answer.body]).toEqual([row.status, row.body])
    return
  }
  expect([answer.status, answer.headers['content-type']]).toEqual([
    row.status,
    expect.stringMatching(/^application\/json\b/),
  ])
  expect(JSON.parse(answer.body)).toEqual({
    name: expect.stringMatching(/\w/),
    description: expect.stringMatching(/\w/),
    ...row.body,
  })
}
