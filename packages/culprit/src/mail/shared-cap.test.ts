import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { createHourlyCap, type HourlyCap } from './hourly-cap.ts'
import { createSharedCap } from './shared-cap.ts'

const start = Date.UTC(2026, 0, 15)
const hour = 3_600_000
const taken = (cap: HourlyCap, at: number, tries = 10): number =>
  Array.from({ length: tries }, () => cap.take(at)).filter(Boolean).length

describe('createHourlyCap', () => {
  it('slides over the hour', () => {
    const cap = createHourlyCap(2)
    expect([cap.take(start), cap.take(start + 1000), cap.take(start + 2000)]).toEqual([true, true, false])
    expect(cap.freeAt(start + 2000)).toBe(start + hour)
    expect([cap.take(start + hour), cap.take(start + hour)]).toEqual([true, false])
  })

  it('does not stop for ever when the clock is set back', () => {
    const cap = createHourlyCap(1)
    cap.take(start)
    expect(cap.take(start - 2 * hour)).toBe(true)
  })

  it('allows all when infinite and nothing when 0', () => {
    expect(taken(createHourlyCap(Infinity), start)).toBe(10)
    expect(taken(createHourlyCap(0), start)).toBe(0)
  })
})

describe('createSharedCap', () => {
  it('3.3.3 holds over processes and restarts', async () => {
    await using dir = await createTempDir()
    const make = (): HourlyCap => createSharedCap({ directory: dir.path, name: 'mails', perHour: 5 })
    expect(taken(make(), start, 3)).toBe(3)
    const other = make()
    expect(taken(other, start + 1000)).toBe(2)
    expect(taken(make(), start + 2000)).toBe(0)
    expect(other.freeAt(start + 2000)).toBe(start + hour)
    expect(taken(other, start + hour)).toBe(3)
  })

  it('keeps caps of different names apart, and tidies up', async () => {
    await using dir = await createTempDir()
    const make = (name: string): HourlyCap => createSharedCap({ directory: dir.path, name, perHour: 1 })
    expect([make('mails').take(start), make('notices').take(start)]).toEqual([true, true])
    expect(readdirSync(dir.path)).toHaveLength(2)
    expect(make('mails').take(start + 2 * hour)).toBe(true)
    expect(readdirSync(dir.path)).toHaveLength(2)
  })

  it('is a cap of the process where nothing can be written', async () => {
    await using dir = await createTempDir()
    writeFileSync(join(dir.path, 'file'), '')
    const cap = createSharedCap({ directory: join(dir.path, 'file', 'cap'), name: 'mails', perHour: 3 })
    expect(taken(cap, start)).toBe(3)
  })

  it('asks the disk nothing while it is full', async () => {
    await using dir = await createTempDir()
    const cap = createSharedCap({ directory: dir.path, name: 'mails', perHour: 1 })
    expect(taken(cap, start, 2)).toBe(1)
    await dir.remove()
    expect(taken(cap, start + 1)).toBe(0)
  })
})
