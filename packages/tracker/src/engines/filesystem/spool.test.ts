import { createFaultyFilePort } from '@culprit/testkit'
import { appendFile, chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lane, SpoolPosition } from '../../domain/digest-plan.ts'
import { type SpoolEntry, SpoolError, type SpoolReader, type SpoolWriter } from '../../ports/spool.ts'
import { segmentHeaderBytes } from './segment-format.ts'
import { createSpoolReader } from './spool-reader.ts'
import { createSpoolWriter, type SpoolWriterOptions } from './spool-writer.ts'

let dir: string
const open: (SpoolWriter | SpoolReader)[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'culprit-spool-'))
})

afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close()
  await rm(dir, { recursive: true, force: true })
})

async function writer(options: Partial<SpoolWriterOptions> = {}): Promise<SpoolWriter> {
  const spool = await createSpoolWriter({ dir, ...options })
  open.push(spool)
  return spool
}

function entry(name: string, size = 20): SpoolEntry {
  return {
    meta: { kind: 'envelope', projectId: 1, received: 1_795_000_000_000, eventId: name, encoding: '' },
    body: Buffer.alloc(size, name),
  }
}

const start: SpoolPosition = { segment: 0, offset: 0 }

/** Reads everything up to the durable end, in pieces, as a fresh decoder would. */
function readAll(
  spool: SpoolWriter,
  options: { from?: SpoolPosition; lane?: Lane; maxEntries?: number; maxBytes?: number } = {},
): string[] {
  const { from = start, lane = 'main', maxEntries = 3, maxBytes = 200 } = options
  const reader = createSpoolReader({ dir })
  const end = spool.ends().find((candidate) => candidate.lane === lane)?.end ?? start
  const names: string[] = []
  let at = from
  for (
    let rounds = 0;
    at.segment < end.segment || (at.segment === end.segment && at.offset < end.offset);
    rounds += 1
  ) {
    if (rounds > 10_000) throw new Error('The reader does not get on.')
    const read = reader.read(lane, { from: at, end, maxEntries, maxBytes })
    for (const { meta, body } of read.entries) {
      expect(Buffer.from(body).equals(Buffer.alloc(body.length, meta.eventId ?? ''))).toBe(true)
      names.push(meta.eventId ?? '')
    }
    at = read.next
  }
  reader.close()
  return names
}

function endOf(spool: SpoolWriter): SpoolPosition {
  return spool.ends()[0]?.end ?? start
}

async function outcome(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => 'stored',
    (error: unknown) => (error instanceof SpoolError ? error.code : String(error)),
  )
}

describe('spool', () => {
  it('gives back what was appended, in order, across segments and restarts', async () => {
    const first = await writer({ segmentBytes: 400 })
    for (let index = 0; index < 20; index += 1) await first.append('main', entry(`a${index}`))
    await first.append('bulk', entry('other-lane'))
    await first.close()
    const second = await writer({ segmentBytes: 400 })
    await second.append('main', entry('b'))
    expect(readAll(second)).toEqual([...Array.from({ length: 20 }, (_, index) => `a${index}`), 'b'])
    expect(readAll(second, { lane: 'bulk' })).toEqual(['other-lane'])
    expect(second.usage().pendingEntries).toBe(22)
  })

  it('shares one sync among all entries that wait', async () => {
    const files = createFaultyFilePort()
    const spool = await writer({ files })
    const before = files.syncs()
    await Promise.all(Array.from({ length: 200 }, (_, index) => spool.append('main', entry(`e${index}`))))
    expect(files.syncs() - before).toBeLessThanOrEqual(2)
    expect(readAll(spool)).toHaveLength(200)
  })

  it('resumes from the position of any entry', async () => {
    const spool = await writer()
    const positions = []
    for (const name of ['a', 'b', 'c']) positions.push(await spool.append('main', entry(name)))
    expect(readAll(spool, { from: positions[1] ?? start })).toEqual(['b', 'c'])
  })

  it('reads an entry that is larger than the read size', async () => {
    const spool = await writer()
    await spool.append('main', entry('small'))
    await spool.append('main', entry('large', 100_000))
    expect(readAll(spool, { maxBytes: 10 })).toEqual(['small', 'large'])
  })

  it('makes directories 0700 and files 0600', async () => {
    await writer()
    expect((await stat(join(dir, 'main'))).mode & 0o777).toBe(0o700)
    expect((await stat(join(dir, 'main', '00000001.seg'))).mode & 0o777).toBe(0o600)
  })

  it('goes on after short writes', async () => {
    const files = createFaultyFilePort()
    const spool = await writer({ files })
    files.shortWrites(7)
    await Promise.all(['a', 'b', 'c'].map((name) => spool.append('main', entry(name))))
    expect(readAll(spool)).toEqual(['a', 'b', 'c'])
  })

  it('keeps attempts across a restart, and outside the checksum', async () => {
    const spool = await writer()
    await spool.append('main', entry('a'))
    const at = await spool.append('main', entry('b'))
    const reader = createSpoolReader({ dir })
    open.push(reader)
    reader.mark('main', at, 2)
    await spool.close()
    const again = await writer()
    const read = createSpoolReader({ dir }).read('main', {
      from: start,
      end: endOf(again),
      maxEntries: 9,
      maxBytes: 1e6,
    })
    expect(read.entries.map(({ attempts }) => attempts)).toEqual([0, 2])
  })

  it('tells the new durable end after each group', async () => {
    const ends: SpoolPosition[] = []
    const spool = await writer({ onDurable: ({ end }) => ends.push(end) })
    await spool.append('main', entry('a'))
    expect(ends).toEqual([endOf(spool)])
  })

  it('refuses more than its bound', async () => {
    const spool = await writer({ maxBytes: 1000 })
    expect(await outcome(spool.append('main', entry('a', 2000)))).toBe('spool-full')
    expect(await outcome(spool.append('main', entry('a', 200)))).toBe('stored')
  })
})

describe('releasing', () => {
  it('unlinks whole segments and leaves nothing digested behind', async () => {
    const spool = await writer({ segmentBytes: 300 })
    const positions = []
    for (let index = 0; index < 12; index += 1)
      positions.push(await spool.append('main', entry(`e${index}`, 100)))
    const half = positions[6] ?? start
    await spool.release('main', half)
    expect(readAll(spool, { from: half })).toHaveLength(6)
    expect((await readdir(join(dir, 'main'))).length).toBeLessThan(7)
    await spool.release('main', endOf(spool))
    expect(spool.usage()).toMatchObject({ pendingBytes: 0, pendingEntries: 0 })
    const left = await readdir(join(dir, 'main'))
    expect(left).toHaveLength(1)
    expect((await stat(join(dir, 'main', left[0] ?? ''))).size).toBe(segmentHeaderBytes)
  })

  it('never uses a segment number twice, so that an old cursor stays right', async () => {
    const spool = await writer()
    await spool.append('main', entry('a'))
    const cursor = endOf(spool)
    await spool.release('main', cursor)
    await spool.close()
    const again = await writer()
    await again.append('main', entry('b'))
    expect(readAll(again, { from: cursor })).toEqual(['b'])
  })

  it('goes beyond a cursor that is ahead of an emptied directory', async () => {
    const spool = await writer()
    const cursor = { segment: 40, offset: 999 }
    await spool.release('main', cursor)
    await spool.append('main', entry('a'))
    expect(readAll(spool, { from: cursor })).toEqual(['a'])
  })

  it('happens while appends keep coming', async () => {
    const spool = await writer({ segmentBytes: 300 })
    let more = true
    const appending = (async () => {
      while (more)
        await Promise.all([spool.append('main', entry('x', 100)), spool.append('main', entry('y', 100))])
    })()
    await new Promise((resolve) => setTimeout(resolve, 30))
    await spool.release('main', endOf(spool))
    more = false
    await appending
    expect((await readdir(join(dir, 'main'))).length).toBeLessThan(20)
  })
})

describe('recovery', () => {
  it('cuts a torn tail and goes on', async () => {
    const spool = await writer()
    await spool.append('main', entry('a'))
    await spool.append('main', entry('b', 500))
    await spool.close()
    const path = join(dir, 'main', '00000001.seg')
    const bytes = await readFile(path)
    for (const cut of [1, 100, 499, 520]) {
      await writeFile(path, bytes.subarray(0, bytes.length - cut))
      let cutBytes = 0
      const again = await createSpoolWriter({
        dir,
        onRecovered: (lane, found) => {
          if (lane === 'main') cutBytes ||= found.cutBytes
        },
      })
      await again.append('main', entry('c'))
      expect(readAll(again)).toEqual(['a', 'c'])
      expect(cutBytes).toBeGreaterThan(0)
      await again.close()
      for (const name of await readdir(join(dir, 'main')))
        if (!name.startsWith('00000001')) await rm(join(dir, 'main', name))
    }
  })

  it('steps over a damaged frame and keeps those after it', async () => {
    const spool = await writer()
    await spool.append('main', entry('a'))
    const at = await spool.append('main', entry('b', 500))
    await spool.append('main', entry('c'))
    await spool.close()
    const path = join(dir, 'main', '00000001.seg')
    const bytes = await readFile(path)
    bytes[at.offset + 300] = 0
    await writeFile(path, bytes)
    const again = await writer()
    expect(readAll(again)).toEqual(['a', 'c'])
  })

  it('cuts zeros and noise after the last frame', async () => {
    const spool = await writer()
    await spool.append('main', entry('a'))
    await spool.close()
    await appendFile(
      join(dir, 'main', '00000001.seg'),
      Buffer.concat([Buffer.alloc(4096), Buffer.from('noise')]),
    )
    const again = await writer()
    await again.append('main', entry('b'))
    expect(readAll(again)).toEqual(['a', 'b'])
  })

  it('survives a segment without a header', async () => {
    const spool = await writer()
    await spool.append('main', entry('a'))
    await spool.close()
    await writeFile(join(dir, 'main', '00000002.seg'), '')
    const again = await writer()
    await again.append('main', entry('b'))
    expect(readAll(again)).toEqual(['a', 'b'])
  })

  it('refuses a segment of a later version', async () => {
    await (await writer()).close()
    const bytes = await readFile(join(dir, 'main', '00000001.seg'))
    bytes.writeUInt32LE(9, 8)
    await writeFile(join(dir, 'main', '00000001.seg'), bytes)
    await expect(createSpoolWriter({ dir })).rejects.toThrow(/later version/)
  })
})

describe('faults', () => {
  it('a failed sync rejects every waiter, ends the segment, and the next append works', async () => {
    const files = createFaultyFilePort()
    const spool = await writer({ files })
    await spool.append('main', entry('before'))
    files.failSync(1)
    const results = await Promise.all(
      ['x', 'y', 'z'].map((name) => outcome(spool.append('main', entry(name)))),
    )
    expect(results).toEqual(['io', 'io', 'io'])
    expect(await outcome(spool.append('main', entry('after')))).toBe('stored')
    expect(readAll(spool)).toEqual(['before', 'after'])
    await spool.close()
    expect(readAll(await writer())).toEqual(['before', 'after'])
  })

  it('leaves a note when a failed segment cannot be cut, and obeys it after a restart', async () => {
    const files = createFaultyFilePort()
    const spool = await writer({ files })
    await spool.append('main', entry('before'))
    files.failTruncate(true)
    files.failSync(1)
    expect(await outcome(spool.append('main', entry('rejected')))).toBe('io')
    expect(await outcome(spool.append('main', entry('after')))).toBe('stored')
    expect(readAll(spool)).toEqual(['before', 'after'])
    await spool.close()
    const again = await writer()
    expect(readAll(again)).toEqual(['before', 'after'])
    expect((await readdir(join(dir, 'main'))).filter((name) => name.endsWith('.retired'))).toEqual([])
  })

  it('a full disk rejects, and freed space is used again without a restart', async () => {
    const files = createFaultyFilePort()
    const spool = await writer({ files })
    await spool.append('main', entry('before'))
    files.fillDiskAfter(30)
    expect(await outcome(spool.append('main', entry('x', 100)))).toBe('disk-full')
    expect(await outcome(spool.append('main', entry('y', 100)))).toBe('disk-full')
    files.fillDiskAfter(undefined)
    expect(await outcome(spool.append('main', entry('after')))).toBe('stored')
    expect(readAll(spool)).toEqual(['before', 'after'])
  })

  it('a read-only directory rejects and recovers by itself; what was rejected never comes back', async () => {
    const files = createFaultyFilePort()
    const spool = await writer({ files })
    await spool.append('main', entry('before'))
    files.readOnly(true)
    expect(await outcome(spool.append('main', entry('x')))).toBe('disk-full')
    expect(await outcome(spool.append('main', entry('y')))).toBe('disk-full')
    files.readOnly(false)
    expect(await outcome(spool.append('main', entry('after')))).toBe('stored')
    expect(readAll(spool)).toEqual(['before', 'after'])
  })

  it('keeps everything answered over power cuts at random moments, and never what was rejected', async () => {
    let seed = 7
    const random = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed / 2_147_483_648
    }
    const stored: string[] = []
    const rejected: string[] = []
    for (let round = 0; round < 15; round += 1) {
      const files = createFaultyFilePort()
      const spool = await createSpoolWriter({ dir, files, segmentBytes: 2000 })
      if (random() < 0.5) files.failSync(1 + Math.floor(random() * 6))
      let powered = true
      const appends = []
      for (let index = 0; index < 30; index += 1) {
        const name = `r${round}e${index}`
        const append = spool.append('main', entry(name, Math.floor(random() * 300)))
        appends.push(
          append.then(
            () => stored.push(name),
            () => powered && rejected.push(name),
          ),
        )
        if (random() < 0.3) await append.catch(() => undefined)
      }
      if (random() < 0.5) await Promise.all(appends)
      powered = false
      await files.powerCut(random)
      await Promise.all(appends)
    }
    const names = readAll(await writer())
    expect(stored.filter((name) => !names.includes(name))).toEqual([])
    expect(rejected.filter((name) => names.includes(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    expect(stored.length).toBeGreaterThan(100)
  })

  it('fails at the start when the directory cannot be written', async () => {
    const files = createFaultyFilePort()
    files.readOnly(true)
    await expect(createSpoolWriter({ dir, files })).rejects.toThrow(/EROFS/)
    await chmod(dir, 0o700)
  })
})
