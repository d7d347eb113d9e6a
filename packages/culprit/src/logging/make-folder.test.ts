import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { makeFolder } from './make-folder.ts'

describe('makeFolder()', () => {
  it('makes a folder and those above it, and is content with one that is there', async () => {
    await using dir = await createTempDir()
    const path = join(dir.path, 'a', 'b', 'c')
    makeFolder(path, 0o700)
    makeFolder(path)
    expect(statSync(path).isDirectory()).toBe(true)
    if (process.platform !== 'win32') expect(statSync(join(dir.path, 'a')).mode & 0o777).toBe(0o700)
  })

  it('makes what is missing of a path that is not written in full', async () => {
    await using dir = await createTempDir()
    mkdirSync(join(dir.path, 'a'))
    makeFolder(`${dir.path}/a/../b//c/`)
    expect(statSync(join(dir.path, 'b', 'c')).isDirectory()).toBe(true)
  })

  it("throws the system's error where a file has the name of a folder", async () => {
    await using dir = await createTempDir()
    writeFileSync(join(dir.path, 'file'), '')
    expect(() => makeFolder(join(dir.path, 'file', 'logs'))).toThrow(/ENOTDIR|EEXIST|ENOENT/)
  })

  it.skipIf(process.platform !== 'linux')(
    'throws where the system makes no folders, instead of hanging',
    () => {
      expect(() => makeFolder('/proc/nope/logs')).toThrow(
        "ENOENT: no such file or directory, mkdir '/proc/nope'",
      )
    },
  )
})
