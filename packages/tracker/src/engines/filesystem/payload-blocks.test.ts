import { appendFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { DataDirError } from './data-dir-error.ts'
import { blockFilePath, openBlockWriter, readBlock } from './payload-blocks.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

describe('block files', () => {
  it('give back blocks by offset, after reopening too', async () => {
    await using dir = await createTempDir()
    const path = blockFilePath(dir.path, '2026-01-15')
    const first = openBlockWriter(path, 0)
    const offsets = first.append([bytes('one'), bytes('two')])
    const end = first.end
    first.close()
    const second = openBlockWriter(path, end)
    const [third] = second.append([bytes('three')])
    second.close()
    expect([...offsets, third ?? 0].map((at) => Buffer.from(readBlock(path, at) ?? []).toString())).toEqual([
      'one',
      'two',
      'three',
    ])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('cut what lies behind the last committed block', async () => {
    await using dir = await createTempDir()
    const path = blockFilePath(dir.path, '2026-01-15')
    const writer = openBlockWriter(path, 0)
    writer.append([bytes('kept')])
    const end = writer.end
    const [lost] = writer.append([bytes('named by no row')])
    writer.close()
    appendFileSync(path, 'torn')
    const again = openBlockWriter(path, end)
    expect(again.end).toBe(end)
    expect(again.append([bytes('next')])).toEqual([lost])
    again.close()
    expect(Buffer.from(readBlock(path, end) ?? []).toString()).toBe('next')
  })

  it('are read as gone when retention has removed them, and as damaged otherwise', async () => {
    await using dir = await createTempDir()
    const path = blockFilePath(dir.path, '2026-01-15')
    expect(readBlock(path, 8)).toBeUndefined()
    const writer = openBlockWriter(path, 0)
    const [at = 0] = writer.append([bytes('some block')])
    writer.close()
    expect(() => readBlock(path, at + 1)).toThrow(DataDirError)
    expect(() => readBlock(path, 1e9)).toThrow(DataDirError)
    truncateSync(path, statSync(path).size - 1)
    expect(() => readBlock(path, at)).toThrow(/no block|damaged/)
  })

  it('are refused when a newer release wrote them or they are something else', async () => {
    await using dir = await createTempDir()
    const path = blockFilePath(dir.path, '2026-01-15')
    writeFileSync(path, Buffer.from([0x43, 0x42, 0x4c, 0x4b, 9, 0, 0, 0]))
    expect(() => openBlockWriter(path, 0)).toThrow(/version 9.*newer release/)
    writeFileSync(path, 'something else entirely')
    expect(() => openBlockWriter(path, 0)).toThrow(/no block file/)
    writeFileSync(path, 'CB')
    expect(openBlockWriter(path, 0).end).toBe(8)
  })
})
