import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import {
  createTempDir,
  digestSamples,
  sampleFingerprint,
  sampleId,
  sampleNow,
  samplePlan,
} from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { dataDirAt } from '../filesystem/data-dir.ts'
import { dayFilePath, listDays } from './day-names.ts'
import { openReader } from './open-reader.ts'
import { openWriter } from './open-writer.ts'
import type { SqliteWriter } from './sqlite-writer.ts'

const scope = [1]
const dayMs = 86_400_000

async function open(path: string): Promise<SqliteWriter & { readonly encodeBlock: typeof encodeBlock }> {
  const writer = await openWriter({ dataDir: path, clock: () => sampleNow })
  await writer.provision({ now: sampleNow, newKey: () => sampleId(Math.floor(Math.random() * 1e9)) })
  return { ...writer, encodeBlock }
}

interface Totals {
  readonly rows: number
  readonly issueCounts: number
  readonly hours: number
  readonly projectHours: number
  readonly tags: number
  readonly users: number
  readonly userCounts: number
}

/** Adds up the same events along every way they are counted. */
function totalsOf(path: string): Totals {
  const dir = dataDirAt(path)
  const ask = (file: string, sql: string): number => {
    const db = new DatabaseSync(file)
    const value = Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0)
    db.close()
    return value
  }
  // A kill may leave the file of a day without its tables.
  const rowsOf = (file: string): number =>
    ask(file, 'PRAGMA user_version') === 0 ? 0 : ask(file, 'SELECT count(*) FROM events')
  return {
    rows: listDays(dir).reduce((sum, day) => sum + rowsOf(dayFilePath(dir, day)), 0),
    issueCounts: ask(dir.mainDb, 'SELECT sum(count) FROM issues'),
    hours: ask(dir.mainDb, 'SELECT sum(count) FROM issue_hours'),
    projectHours: ask(dir.mainDb, 'SELECT sum(count) FROM project_hours'),
    tags: ask(dir.mainDb, `SELECT sum(count) FROM issue_tags WHERE key = 'browser'`),
    users: ask(dir.mainDb, 'SELECT count(*) FROM issue_users'),
    userCounts: ask(dir.mainDb, 'SELECT sum(user_count) FROM issues'),
  }
}

function all(n: number): Totals {
  return { rows: n, issueCounts: n, hours: n, projectHours: n, tags: n, users: n, userCounts: n }
}

describe('recovery of the SQLite engine', () => {
  it('removes rows whose batch did not reach the main database, on every day, and takes the batch again', async () => {
    await using temp = await createTempDir()
    const before = await open(temp.path)
    await digestSamples(before, [sampleFingerprint(1)])
    await before.close()
    const dir = dataDirAt(temp.path)
    // What a crash between the day files and the main database leaves: rows of later numbers, also on the day before.
    const other = await createTempDir()
    const twin = await open(other.path)
    const batch = [sampleFingerprint(2), sampleFingerprint(3, { received: sampleNow - dayMs })]
    await digestSamples(twin, [sampleFingerprint(1)])
    await digestSamples(twin, batch)
    await twin.close()
    cpSync(dataDirAt(other.path).events, dir.events, { recursive: true })
    cpSync(dataDirAt(other.path).payload, dir.payload, { recursive: true })
    await other.remove()
    expect(totalsOf(temp.path).rows).toBe(3)
    const after = await open(temp.path)
    expect((await after.digest.lookup(batch)).stored.size).toBe(0)
    await digestSamples(after, batch)
    await after.close()
    expect(totalsOf(temp.path)).toEqual(all(3))
  })

  it('takes a batch back when the main database refuses it, and accepts it afterwards', async () => {
    await using temp = await createTempDir()
    const writer = await open(temp.path)
    await digestSamples(writer, [sampleFingerprint(1)])
    const batch = [sampleFingerprint(2), sampleFingerprint(3, { problem: 2 })]
    const known = await writer.digest.lookup(batch)
    const parked = [{ projectId: 1, received: sampleNow, error: 'x', raw: new Uint8Array([1]) }]
    const plan = samplePlan(batch, { known, encodeBlock, parts: { parked, upTo: { segment: 9, offset: 9 } } })
    // A value that SQLite cannot hold, in the last statement of the transaction.
    const broken = { ...plan, upTo: { segment: Number.NaN, offset: 0 } }
    await expect(writer.digest.apply(broken)).rejects.toThrow(/NOT NULL/)
    expect((await writer.digest.lookup(batch)).stored.size).toBe(0)
    const reader = openReader({ dataDir: temp.path })
    expect(await reader.reads.parked(scope)).toEqual([])
    expect(await writer.digest.apply(plan)).toBe('applied')
    expect(await reader.reads.eventOfIssue(scope, 2, 'latest')).toMatchObject({
      row: { eventId: sampleId(3) },
    })
    reader.close()
    await writer.close()
    expect(totalsOf(temp.path)).toEqual(all(3))
  })

  it('lets no attachment body of an interrupted batch stay for ever, nor be read under another row', async () => {
    await using temp = await createTempDir()
    const dir = dataDirAt(temp.path)
    const writer = await open(temp.path)
    // What a kill between the bodies and the transaction leaves: bodies without rows, today and long ago.
    const today = join(dir.attachments, '2026-01-15')
    for (const folder of [today, join(dir.attachments, '2025-12-01')]) {
      mkdirSync(folder, { recursive: true })
      for (const id of [1, 2, 3]) writeFileSync(join(folder, `${id}.bin`), 'left over', { mode: 0o600 })
    }
    const note = {
      projectId: 1,
      eventId: sampleId(1),
      received: sampleNow,
      contentType: '',
      attachmentType: '',
    }
    const attachments = [
      { ...note, filename: 'kept', bytes: 2, body: new Uint8Array([1, 2]) },
      { ...note, filename: 'noted', bytes: 9 },
    ]
    await digestSamples(writer, [sampleFingerprint(1)], { attachments })
    const reader = openReader({ dataDir: temp.path })
    const place = { projectId: 1, eventId: sampleId(1) }
    expect([...((await reader.reads.attachmentBody(scope, { ...place, index: 0 })) ?? [])]).toEqual([1, 2])
    expect(await reader.reads.attachmentBody(scope, { ...place, index: 1 })).toBeUndefined()
    await writer.commands.applyRetention({ now: sampleNow, retentionDays: 30 })
    expect(readdirSync(dir.attachments)).toEqual(['2026-01-15'])
    await writer.commands.applyRetention({ now: sampleNow + 40 * dayMs, retentionDays: 30 })
    expect(readdirSync(dir.attachments)).toEqual([])
    reader.close()
    await writer.close()
  })

  it('takes the bodies of a refused batch back', async () => {
    await using temp = await createTempDir()
    const writer = await open(temp.path)
    const note = {
      projectId: 1,
      eventId: sampleId(1),
      received: sampleNow,
      contentType: '',
      attachmentType: '',
    }
    const attachments = [{ ...note, filename: 'a', bytes: 1, body: new Uint8Array([1]) }]
    const broken = { attachments, upTo: { segment: Number.NaN, offset: 0 } }
    await expect(digestSamples(writer, [sampleFingerprint(1)], broken)).rejects.toThrow(/NOT NULL/)
    expect(readdirSync(join(dataDirAt(temp.path).attachments, '2026-01-15'))).toEqual([])
    await writer.close()
  })

  it('counts again what was stored but not counted, once', async () => {
    await using temp = await createTempDir()
    const crashed = await createTempDir()
    const writer = await open(temp.path)
    await digestSamples(writer, [sampleFingerprint(1), sampleFingerprint(2, { received: sampleNow - dayMs })])
    await writer.digest.flushCounters()
    await digestSamples(writer, [sampleFingerprint(3), sampleFingerprint(4, { received: sampleNow - dayMs })])
    // The files as a kill finds them: the last two events are in no counter.
    cpSync(temp.path, crashed.path, { recursive: true })
    await writer.close()
    expect(totalsOf(crashed.path)).toMatchObject({ rows: 4, issueCounts: 4, hours: 2, users: 2 })
    for (let start = 0; start < 2; start++) {
      await (await open(crashed.path)).close()
      expect(totalsOf(crashed.path)).toEqual(all(4))
    }
    await crashed.remove()
  })

  it(
    'loses and doubles nothing when the process is killed at random moments',
    { timeout: 90_000 },
    async () => {
      await using temp = await createTempDir()
      const perBatch = 5
      let last = 0
      for (let round = 0; round < 6; round++) {
        await killWhileWriting(temp.path, { perBatch, afterMs: 60 + Math.random() * 250 })
        const writer = await open(temp.path)
        const { offset } = await writer.digest.cursor('main')
        await writer.close()
        expect(totalsOf(temp.path)).toEqual(all(offset * perBatch))
        last = offset
      }
      expect(last).toBeGreaterThan(0)
      const { reads, close } = openReader({ dataDir: temp.path })
      for (let n = 1; n <= last * perBatch; n += 7) {
        expect(await reads.eventById(scope, 1, sampleId(n))).toMatchObject({ event: { id: sampleId(n) } })
      }
      close()
    },
  )
})

const writerModule = new URL('./open-writer.ts', import.meta.url).href
const blockModule = new URL('../../encoding/payload-block.ts', import.meta.url).href
const samplesModule = new URL('../../../../testkit/src/contracts/sample-batch.ts', import.meta.url).href

/** Runs a process that digests batch after batch from its cursor on, and kills it. */
async function killWhileWriting(
  dataDir: string,
  options: { readonly perBatch: number; readonly afterMs: number },
): Promise<void> {
  const source = `
    import { openWriter } from ${JSON.stringify(writerModule)}
    import { encodeBlock } from ${JSON.stringify(blockModule)}
    import { digestSamples, sampleFingerprint, sampleNow } from ${JSON.stringify(samplesModule)}
    const writer = await openWriter({ dataDir: ${JSON.stringify(dataDir)} })
    let { offset } = await writer.digest.cursor('main')
    console.log('ready')
    for (;;) {
      const events = Array.from({ length: ${options.perBatch} }, (_, index) => {
        const n = offset * ${options.perBatch} + index + 1
        return sampleFingerprint(n, { problem: n % 7, received: sampleNow - (n % 3) * 40_000_000 })
      })
      offset += 1
      await digestSamples({ digest: writer.digest, encodeBlock }, events, { upTo: { segment: 1, offset } })
      if (offset % 13 === 0) await writer.digest.flushCounters()
      if (offset % 29 === 0) await writer.digest.durableCursor('main')
    }`
  const args = ['--conditions=@culprit/source', '--input-type=module', '--eval', source]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended])
  await sleep(options.afterMs)
  child.kill('SIGKILL')
  const [, signal]: readonly unknown[] = await ended
  expect(signal).toBe('SIGKILL')
}
