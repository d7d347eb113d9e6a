import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir, type TempDir } from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leaveCrashNote, takeCrashNote } from './crash-note.ts'
import { parkErrors } from './park-errors.ts'

let temp: TempDir

beforeEach(async () => {
  temp = await createTempDir()
})
afterEach(() => temp.remove())

describe('a crash note', () => {
  it('tells the next start what ended the process first, once', () => {
    leaveCrashNote(temp.path, new RangeError('first'), 'thread')
    leaveCrashNote(temp.path, new Error('what followed'), 'process')
    const note = takeCrashNote(temp.path)
    expect(note).toMatchObject({ where: 'thread', name: 'RangeError', message: 'first' })
    expect(note?.stack).toContain('crash-note.test')
    expect(takeCrashNote(temp.path)).toBeUndefined()
  })

  it.each(['', 'null', '{"where":1}', 'x'.repeat(2_000_000)])(
    'passes over what it cannot read: %.20s',
    (text) => {
      writeFileSync(join(temp.path, 'crash.json'), text)
      expect(takeCrashNote(temp.path)).toBeUndefined()
      expect(() => readFileSync(join(temp.path, 'crash.json'))).toThrow(/ENOENT/)
    },
  )

  it('is not left where there is no directory', () => {
    leaveCrashNote(join(temp.path, 'no'), new Error('x'), 'process')
    expect(takeCrashNote(join(temp.path, 'no'))).toBeUndefined()
  })
})

describe('parkErrors()', () => {
  it('tells of each parked event, but not of those that report the tracker’s own errors', () => {
    const project = (id: number, internal: boolean) => ({ id, slug: '', name: '', createdAt: 0, internal })
    const directory = { projects: [project(1, false), project(2, true)], keys: [], members: [] }
    const parked = [1, 2].map((projectId) => ({
      projectId,
      received: 0,
      error: 'TypeError: no',
      raw: new Uint8Array(),
    }))
    expect(parkErrors([{ parked }], directory).map(({ message }) => message)).toEqual([
      'An event of project 1 was parked: TypeError: no',
    ])
  })
})
