import { createTempDir, sampleId, sampleNow } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { dataDirAt } from '../filesystem/data-dir.ts'
import { inTransaction, openWritable } from './connection.ts'
import { openWriter } from './open-writer.ts'
import { maxSessionIds, prepareSessionWrites } from './session-writes.ts'

describe('prepareSessionWrites()', () => {
  it('SES-6 remembers a bounded number of sessions of a project, those that were seen last', async () => {
    await using temp = await createTempDir()
    await (await openWriter({ dataDir: temp.path })).close()
    const db = openWritable(dataDirAt(temp.path).mainDb, {
      synchronous: 'NORMAL',
      checkpointPages: 1000,
      cacheKib: 8192,
    })
    const session = (n: number, projectId = 1) =>
      ({ projectId, sid: sampleId(n + 1), at: sampleNow, state: 0 }) as const
    const write = (writes: ReturnType<typeof prepareSessionWrites>, n: number): void =>
      writes.write({ counts: [], seen: [session(n)] }, sampleNow + n)
    const rows = (): number => Number(db.prepare('SELECT count(*) AS n FROM app_session_ids').get()?.['n'])
    inTransaction(db, () => {
      const first = prepareSessionWrites(db)
      for (let n = 0; n < maxSessionIds - 1; n += 1) write(first, n)
      first.write({ counts: [], seen: [session(0, 2)] }, sampleNow)
      // As after a restart: the rows are counted anew.
      const second = prepareSessionWrites(db)
      for (let n = maxSessionIds - 1; n < maxSessionIds + 10; n += 1) write(second, n)
    })
    expect(rows()).toBeLessThanOrEqual(maxSessionIds / 2 + 20)
    const reports = [session(0), session(0, 2), session(maxSessionIds - 1), session(maxSessionIds + 9)]
    const known = prepareSessionWrites(db).known(
      reports.map((each) => ({ ...each, kind: 'update', startedAt: sampleNow, isLater: false })),
    )
    expect([...known.keys()]).toEqual(reports.slice(1).map(({ projectId, sid }) => `${projectId}:${sid}`))
    db.close()
  }, 60_000)
})
