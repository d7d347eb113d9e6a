import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { prepareDataDir } from './data-dir.ts'

describe('prepareDataDir()', () => {
  it('makes all folders for the owner alone, and changes nothing when given again', async () => {
    await using temp = await createTempDir()
    const root = join(temp.path, 'a', 'data')
    const dir = prepareDataDir(root)
    for (const path of [root, dir.events, dir.payload, dir.parked, dir.spool, dir.attachments]) {
      expect(statSync(path).mode & 0o777).toBe(0o700)
    }
    expect(readFileSync(join(root, 'version'), 'utf8')).toBe('1\n')
    expect(prepareDataDir(root)).toEqual(dir)
  })

  it('takes the rights of others away from a directory that was there', async () => {
    await using temp = await createTempDir()
    chmodSync(temp.path, 0o755)
    prepareDataDir(temp.path)
    expect(statSync(temp.path).mode & 0o777).toBe(0o700)
  })

  it.each([
    ['2', 'newer-version', /Install a newer release/],
    ['', 'damaged', /no version number/],
    ['one', 'damaged', /no version number/],
  ])('refuses version %j', async (version, code, message) => {
    await using temp = await createTempDir()
    writeFileSync(join(temp.path, 'version'), version)
    expect(() => prepareDataDir(temp.path)).toThrow(message)
    expect(() => prepareDataDir(temp.path)).toThrow(expect.objectContaining({ code }))
  })

  it('says why when a file is in the way', async () => {
    await using temp = await createTempDir()
    const path = join(temp.path, 'file')
    writeFileSync(path, '')
    expect(() => prepareDataDir(path)).toThrow(expect.objectContaining({ code: 'not-writable' }))
  })
})
