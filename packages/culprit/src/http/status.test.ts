import { STATUS_CODES } from 'node:http'
import { describe, expect, it } from 'vitest'
import { defaultExceptions } from './default-exceptions.ts'
import { statusDescription, statuses, statusPhrase } from './status.ts'

describe('statuses', () => {
  it.each([
    [undefined, 'Unknown'],
    [499, 'Unknown'],
    [413, 'Payload Too Large'],
    [414, 'URI Too Long'],
    [416, 'Range Not Satisfiable'],
    [418, "I'm a Teapot"],
    [422, 'Unprocessable Entity'],
    [505, 'HTTP Version Not Supported'],
  ])('EXC-2: says of %s: %s', (code, phrase) => {
    expect(statusPhrase(code)).toBe(phrase)
  })

  // The pinned runtime; a newer one may differ, and the table stays.
  it.runIf(process.versions.node.startsWith('26.'))('has the phrases of Node 26', () => {
    const ours = Object.fromEntries([...statuses].map(([code, { phrase }]) => [code, phrase]))
    expect(ours).toEqual({ ...STATUS_CODES })
  })

  it('describes every code that has a class', () => {
    const without = [...defaultExceptions.keys()].filter((code) => statusDescription(code).length < 20)
    expect(without).toEqual([])
    expect(statusDescription(402)).toBe('')
  })
})
