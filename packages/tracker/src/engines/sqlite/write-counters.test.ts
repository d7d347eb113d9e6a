import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCounterWindow, type CountedEvent } from './counter-window.ts'
import { migrate } from './migrate.ts'
import { maxKeysPerIssue, maxValuesPerKey, prepareWriteCounters } from './write-counters.ts'

function openMemory(): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  migrate(db, 0)
  const insert =
    db.prepare(`INSERT INTO issues (id, project_id, number, mechanism, hash, title, culprit, search_text, level, platform,
    status, substatus, count, user_count, first_seen, last_seen, last_event_id)
    VALUES (?, 1, ?, 'v1', ?, '', '', '', 'error', 'node', 'unresolved', 'new', 0, 0, 0, 0, '')`)
  for (const id of [1, 2, 3]) insert.run(id, id, String(id))
  return db
}

function event(parts: Partial<CountedEvent> = {}): CountedEvent {
  return { projectId: 1, issueId: 1, received: 0, level: 'error', tags: [], ...parts }
}

function count(db: DatabaseSync, sql: string): number {
  return Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0)
}

describe('prepareWriteCounters()', () => {
  it('stops at a hundred values of a key and fifty keys, and still counts the total', () => {
    const db = openMemory()
    const write = prepareWriteCounters(db)
    for (let round = 0; round < 2; round++) {
      const window = createCounterWindow()
      for (let n = 0; n < 250; n++)
        window.add(
          event({
            tags: [
              ['page', `/${round}/${n}`],
              [`key${n}`, 'x'],
            ],
          }),
        )
      write(window)
    }
    expect(count(db, `SELECT count(*) FROM issue_tags WHERE key = 'page'`)).toBe(maxValuesPerKey)
    expect(count(db, `SELECT total FROM issue_tag_keys WHERE key = 'page'`)).toBe(500)
    expect(count(db, `SELECT distinct_values FROM issue_tag_keys WHERE key = 'page'`)).toBe(maxValuesPerKey)
    expect(count(db, 'SELECT count(*) FROM issue_tag_keys')).toBe(maxKeysPerIssue)
  })

  it('lets the event’s own fields win over tags of the same name', () => {
    const db = openMemory()
    const window = createCounterWindow()
    window.add(
      event({
        environment: 'production',
        tags: [
          ['environment', 'spoofed'],
          ['level', 'info'],
          ['toString', 'x'],
        ],
      }),
    )
    prepareWriteCounters(db)(window)
    expect(
      db
        .prepare('SELECT key, value FROM issue_tags ORDER BY key')
        .all()
        .map((row) => Object.values(row)),
    ).toEqual([
      ['environment', 'production'],
      ['level', 'error'],
      ['toString', 'x'],
    ])
  })

  it('comes to the same counts however the events are cut into windows', () => {
    const events = fc.array(
      fc.record({
        projectId: fc.constant(1),
        issueId: fc.integer({ min: 1, max: 3 }),
        received: fc.nat(20_000_000),
        level: fc.constantFrom('error', 'fatal'),
        environment: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
        userKey: fc.option(fc.constantFrom('id:1', 'id:2', 'id:3'), { nil: undefined }),
        tags: fc.array(fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2', '')), { maxLength: 1 }),
      }),
      { maxLength: 30 },
    )
    const dump = (list: readonly CountedEvent[], size: number): unknown => {
      const db = openMemory()
      const write = prepareWriteCounters(db)
      for (let at = 0; at < list.length; at += size) {
        const window = createCounterWindow()
        for (const one of list.slice(at, at + size)) window.add(one)
        write(window)
      }
      const tables = [
        'issue_hours',
        'project_hours',
        'issue_tag_keys',
        'issue_tags',
        'project_tags',
        'issue_users',
      ]
      const rows = tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all())
      const users = db.prepare('SELECT id, user_count FROM issues').all()
      db.close()
      return [rows, users]
    }
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 7 }), (list, size) => {
        expect(dump(list, size)).toEqual(dump(list, list.length + 1))
      }),
      { numRuns: 60 },
    )
  })
})
