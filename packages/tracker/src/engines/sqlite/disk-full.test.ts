import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir, digestSamples, sampleFingerprint, sampleId, sampleNow } from '@culprit/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { openReader } from './open-reader.ts'
import { openWriter } from './open-writer.ts'

const scope = [1]

/** Mounts a file system of a given size, or resizes it; false where that is not allowed. */
function mount(path: string, size: string, flags = ''): boolean {
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `${flags}size=${size}`, 'tmpfs', path], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}

describe('a disk that is full', async () => {
  const temp = await createTempDir()
  const disk = join(temp.path, 'disk')
  let isMounted = false
  beforeAll(() => {
    mkdirSync(disk)
    isMounted = mount(disk, '2m')
  })
  afterAll(async () => {
    if (isMounted) execFileSync('/bin/umount', ['-l', disk])
    await temp.remove()
  })

  it('refuses batches, keeps what it has and goes on by itself when there is room', async (context) => {
    context.skip(!isMounted, 'needs the right to mount a small file system')
    const writer = await openWriter({ dataDir: disk })
    await writer.provision({ now: 1, dsnKey: sampleId(1), newKey: () => sampleId(2) })
    let taken = 0
    const digest = async (): Promise<void> => {
      const events = Array.from({ length: 20 }, (_, n) =>
        sampleFingerprint(taken * 20 + n, { problem: n, tags: [['page', 'x'.repeat(200)]] }),
      )
      await digestSamples({ ...writer, encodeBlock }, events, { upTo: { segment: 1, offset: taken + 1 } })
      taken += 1
    }
    const fill = async (): Promise<void> => {
      while (taken < 1000) await digest()
    }
    await expect(fill()).rejects.toThrow(/full|ENOSPC/)
    // The same batch again and again, as the digest tries it.
    for (let n = 0; n < 3; n++) await expect(digest()).rejects.toThrow(/full|ENOSPC/)
    expect(mount(disk, '30m', 'remount,')).toBe(true)
    for (let n = 0; n < 5; n++) await digest()
    await writer.digest.flushCounters()

    const { reads, close } = openReader({ dataDir: disk })
    const { rows } = await reads.issues({ scope, sort: 'last-seen', limit: 100, now: sampleNow })
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(taken * 20)
    const detail = await reads.eventOfIssue(scope, rows[0]?.id ?? 0, 'oldest')
    expect(detail).toMatchObject({ stored: taken, position: 1 })
    const trends = await reads.trends(scope, { issueIds: rows.map(({ id }) => id), now: sampleNow, hours: 1 })
    expect([...trends.values()].flat().reduce((sum, count) => sum + count, 0)).toBe(taken * 20)
    expect(await writer.digest.durableCursor('main')).toEqual({ segment: 1, offset: taken })
    close()
    await writer.close()
  })
})
