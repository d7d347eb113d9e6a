import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createTempDir, digestSamples, sampleFingerprint, sampleId, sampleNow } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { defaultRule } from '../../domain/default-rule.ts'
import { dataDirAt, prepareDataDir } from '../filesystem/data-dir.ts'
import { initial } from './migrations/0001-initial.ts'
import { issueGroupings } from './migrations/0002-issue-groupings.ts'
import { openReader } from './open-reader.ts'
import { openWriter } from './open-writer.ts'

const dayMs = 86_400_000
const scope = [1]

/** Bytes of all files below a directory. */
function bytesBelow(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

describe('openWriter()', () => {
  it('provisions once: what is given at a later start changes nothing', async () => {
    await using temp = await createTempDir()
    const writer = await openWriter({ dataDir: temp.path })
    await writer.provision({
      now: 1,
      dsnKey: sampleId(7),
      newKey: () => sampleId(8),
      adminEmail: 'a@example.org',
    })
    const first = await writer.commands.directory()
    expect(first.keys).toMatchObject([
      { projectId: 1, publicKey: sampleId(7) },
      { projectId: 2, publicKey: sampleId(8) },
    ])
    expect(first.members).toEqual([{ userId: 1, email: 'a@example.org' }])
    await writer.provision({
      now: 2,
      dsnKey: sampleId(9),
      newKey: () => sampleId(10),
      adminEmail: 'b@example.org',
      adminPasswordHash: 'x',
    })
    expect(await writer.commands.directory()).toEqual(first)
    const reader = openReader({ dataDir: temp.path })
    expect(await reader.reads.ownerExists()).toBe(false)
    reader.close()
    await writer.close()
  })

  it('counts the owner as claimed when a password is given', async () => {
    await using temp = await createTempDir()
    const writer = await openWriter({ dataDir: temp.path })
    await writer.provision({
      now: 1,
      newKey: () => sampleId(Math.floor(Math.random() * 1e9)),
      adminEmail: 'a@example.org',
      adminPasswordHash: 'scrypt$',
    })
    const reader = openReader({ dataDir: temp.path })
    expect(await reader.reads.ownerExists()).toBe(true)
    reader.close()
    await writer.close()
  })

  it('brings a database of the first schema forward and keeps what it holds', async () => {
    await using temp = await createTempDir()
    makeDatabase(temp.path, [initial])
    const writer = await openWriter({ dataDir: temp.path })
    await digestSamples({ ...writer, encodeBlock }, [sampleFingerprint(2, { problem: 2, grouping: '{}' })])
    const reader = openReader({ dataDir: temp.path })
    expect(await reader.reads.issueById(scope, 1)).toMatchObject({ count: 3, grouping: undefined })
    expect(await reader.reads.issueById(scope, 2)).toMatchObject({ count: 1, grouping: '{}' })
    reader.close()
    await writer.close()
  })

  it('gives projects of earlier releases the default rule, and their mails an alert each', async () => {
    await using temp = await createTempDir()
    makeDatabase(temp.path, [initial, issueGroupings])
    const writer = await openWriter({ dataDir: temp.path })
    expect(await writer.commands.alertRules()).toMatchObject([{ ...defaultRule, id: 1, projectId: 1 }])
    const alert = { ruleId: 1, trigger: 'new-issue', projectId: 1, issueId: 1, eventId: sampleId(1) }
    expect(await writer.outbox.due(9, 10, { to: 'mail' })).toMatchObject([
      {
        id: 5,
        message: { kind: 'alert', alert },
        destination: { kind: 'mail', address: 'b@example.org' },
        attempts: 2,
      },
    ])
    const reader = openReader({ dataDir: temp.path })
    expect(await reader.reads.alertsOfIssue(scope, 1, 10)).toMatchObject([alert])
    expect(await reader.reads.deliveries(scope, 10)).toMatchObject([
      { row: { id: 5 }, attempts: [] },
      { row: { id: 4, state: 'sent' }, attempts: [{ detail: '250 ok' }] },
    ])
    reader.close()
    await writer.close()
  })

  it('refuses a database of a newer release, and says what to do', async () => {
    await using temp = await createTempDir()
    await (await openWriter({ dataDir: temp.path })).close()
    const db = new DatabaseSync(dataDirAt(temp.path).mainDb)
    db.exec('INSERT INTO schema_version VALUES (999, 0)')
    db.close()
    await expect(openWriter({ dataDir: temp.path })).rejects.toThrow(/schema 999.*Install a newer release/)
  })

  it('refuses a day file of a newer release', async () => {
    await using temp = await createTempDir()
    const writer = await openWriter({ dataDir: temp.path })
    await digestSamples({ ...writer, encodeBlock }, [sampleFingerprint(1)])
    await writer.close()
    const db = new DatabaseSync(join(dataDirAt(temp.path).events, '2026-01-15.db'))
    db.exec('PRAGMA user_version = 9')
    db.close()
    await expect(openWriter({ dataDir: temp.path })).rejects.toThrow(
      expect.objectContaining({ code: 'newer-version' }),
    )
  })

  it('keeps every file for the owner alone', async () => {
    await using temp = await createTempDir()
    const writer = await openWriter({ dataDir: temp.path })
    const note = {
      projectId: 1,
      eventId: sampleId(1),
      received: sampleNow,
      filename: '../x',
      contentType: '',
      attachmentType: '',
      bytes: 1,
    }
    await digestSamples({ ...writer, encodeBlock }, [sampleFingerprint(1)], {
      parked: [{ projectId: 1, received: sampleNow, error: '', raw: new Uint8Array([1]) }],
      attachments: [{ ...note, eventId: '../../x', body: new Uint8Array([1]) }],
    })
    const files = readdirSync(temp.path, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    expect(files.length).toBeGreaterThan(6)
    for (const file of files)
      expect([file.name, statSync(join(file.parentPath, file.name)).mode & 0o077]).toEqual([file.name, 0])
    await writer.close()
  })

  it('gives disk back when days grow too old, also with a reader that has them open', async () => {
    await using temp = await createTempDir()
    const writer = await openWriter({ dataDir: temp.path })
    await writer.provision({ now: 1, dsnKey: sampleId(7), newKey: () => sampleId(8) })
    const reader = openReader({ dataDir: temp.path })
    const long = 'x'.repeat(300)
    for (let daysAgo = 10; daysAgo >= 0; daysAgo--) {
      const events = Array.from({ length: 200 }, (_, n) =>
        sampleFingerprint(daysAgo * 1000 + n, {
          problem: daysAgo,
          received: sampleNow - daysAgo * dayMs,
          tags: [['page', `${long}${n}`]],
        }),
      )
      await digestSamples({ ...writer, encodeBlock }, events)
    }
    expect(await reader.reads.eventOfIssue(scope, 1, 'latest')).toBeDefined()
    writer.checkpoint()
    const before = bytesBelow(temp.path)
    const { daysRemoved, bytesFreed } = await writer.commands.applyRetention({
      now: sampleNow,
      retentionDays: 3,
    })
    expect(daysRemoved).toHaveLength(7)
    expect(before - bytesBelow(temp.path)).toBeGreaterThan(bytesFreed / 2)
    expect(bytesFreed).toBeGreaterThan(7 * 200 * 300)
    expect(readdirSync(dataDirAt(temp.path).events).some((name) => name.startsWith('2026-01-05'))).toBe(false)
    expect(await reader.reads.eventOfIssue(scope, 1, 'latest')).toBeUndefined()
    expect(await reader.reads.eventById(scope, 1, sampleId(10_005))).toBeUndefined()
    expect(await reader.reads.issueById(scope, 1)).toMatchObject({ count: 200 })
    expect(await reader.reads.eventOfIssue(scope, 11, 'latest')).toMatchObject({ stored: 200 })
    reader.close()
    await writer.close()
  })

  it('keeps the write-ahead log bounded while readers come and go', async () => {
    await using temp = await createTempDir()
    const writer = await openWriter({ dataDir: temp.path })
    await writer.provision({ now: 1, dsnKey: sampleId(7), newKey: () => sampleId(8) })
    const reader = openReader({ dataDir: temp.path })
    for (let batch = 0; batch < 120; batch++) {
      const events = Array.from({ length: 40 }, (_, n) => sampleFingerprint(batch * 40 + n, { problem: n }))
      await digestSamples({ ...writer, encodeBlock }, events, { upTo: { segment: 1, offset: batch + 1 } })
      await reader.reads.issues({ scope, sort: 'last-seen', limit: 50, now: sampleNow })
      if (batch % 10 === 9) await writer.digest.durableCursor('main')
    }
    expect(statSync(`${dataDirAt(temp.path).mainDb}-wal`).size).toBeLessThan(8 * 1024 * 1024)
    reader.close()
    await writer.close()
  })

  it('reads more days than it keeps open', async () => {
    await using temp = await createTempDir()
    const writer = await openWriter({ dataDir: temp.path })
    await writer.provision({ now: 1, dsnKey: sampleId(7), newKey: () => sampleId(8) })
    const reader = openReader({ dataDir: temp.path })
    for (let day = 0; day < 20; day++) {
      await digestSamples({ ...writer, encodeBlock }, [
        sampleFingerprint(day + 1, { received: sampleNow - day * dayMs }),
      ])
    }
    await writer.digest.flushCounters()
    const detail = await reader.reads.eventOfIssue(scope, 1, 'oldest')
    expect(detail).toMatchObject({
      row: { eventId: sampleId(20) },
      position: 1,
      stored: 20,
      latestId: sampleId(1),
    })
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await reader.reads.eventsOfIssue(scope, { issueId: 1, limit: 3, cursor })
      ids.push(...page.rows.map(({ eventId }) => eventId))
      cursor = page.next
    } while (cursor !== undefined)
    expect(ids).toEqual(Array.from({ length: 20 }, (_, n) => sampleId(n + 1)))
    reader.close()
    await writer.close()
  })
})

/** Makes the database that a release with these migrations left: one issue of three events, two mails about it. */
function makeDatabase(path: string, migrations: readonly string[]): void {
  const db = new DatabaseSync(prepareDataDir(path).mainDb)
  db.exec('CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)')
  for (const [index, sql] of migrations.entries()) {
    db.exec(sql)
    db.exec(`INSERT INTO schema_version VALUES (${index + 1}, 0)`)
  }
  db.exec(`INSERT INTO projects VALUES (1, 'default', 'default', 1, 0), (2, 'internal', 'internal', 1, 1);
    INSERT INTO issues VALUES (1, 1, 1, 'v1', 'h', 'T', 'c', 't', NULL, NULL, NULL, NULL, 'error', 'node',
      'unresolved', 'new', 3, 0, 1, 2, NULL, NULL, '${sampleId(1)}', NULL, NULL);
    INSERT INTO outbox VALUES (4, 'new-issue', 1, 1, '${sampleId(1)}', 'a@example.org', 'sent', NULL, 1, 1, 1),
      (5, 'new-issue', 1, 1, '${sampleId(1)}', 'b@example.org', 'pending', NULL, 2, 1, 9);
    INSERT INTO delivery_attempts VALUES (1, 4, 2, 1, '250 ok', 3)`)
  db.close()
}
