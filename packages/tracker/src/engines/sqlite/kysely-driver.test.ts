import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createKysely, createStatements, runQuery } from './kysely-driver.ts'

interface Schema {
  readonly t: { id: number; name: string | null; data: Uint8Array | null }
}

function open(): { readonly db: DatabaseSync; readonly kysely: ReturnType<typeof createKysely<Schema>> } {
  const db = new DatabaseSync(':memory:')
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, data BLOB)')
  return { db, kysely: createKysely<Schema>(db) }
}

describe('createKysely()', () => {
  it('inserts, reads back and says how many rows changed', async () => {
    const { kysely } = open()
    const inserted = await kysely
      .insertInto('t')
      .values([
        { id: 1, name: 'a', data: new Uint8Array([1]) },
        { id: 2, name: null, data: null },
      ])
      .executeTakeFirst()
    expect(inserted.numInsertedOrUpdatedRows).toBe(2n)
    expect(await kysely.selectFrom('t').selectAll().orderBy('id').execute()).toEqual([
      { id: 1, name: 'a', data: new Uint8Array([1]) },
      { id: 2, name: null, data: null },
    ])
    expect((await kysely.deleteFrom('t').where('id', '>', 0).executeTakeFirst()).numDeletedRows).toBe(2n)
  })

  it('returns the rows of a statement that writes and reads', async () => {
    const { kysely } = open()
    const [row] = await kysely
      .insertInto('t')
      .values({ id: 7, name: 'x', data: null })
      .returning('id')
      .execute()
    expect(row).toEqual({ id: 7 })
  })

  it('rolls a failed transaction back', async () => {
    const { kysely } = open()
    const failed = kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto('t').values({ id: 1, name: 'a', data: null }).execute()
      await transaction.insertInto('t').values({ id: 1, name: 'b', data: null }).execute()
    })
    await expect(failed).rejects.toThrow(/UNIQUE/)
    expect(await kysely.selectFrom('t').selectAll().execute()).toEqual([])
  })

  it('treats an empty list of values as none', async () => {
    const { kysely } = open()
    await kysely.insertInto('t').values({ id: 1, name: 'a', data: null }).execute()
    expect(await kysely.selectFrom('t').selectAll().where('id', 'in', []).execute()).toEqual([])
  })

  it('runs more different statements than it keeps', () => {
    const { db, kysely } = open()
    const statements = createStatements(db)
    for (let n = 1; n < 500; n++)
      runQuery(
        statements,
        kysely.selectFrom('t').selectAll().limit(n).offset(n).where('id', '=', n).compile(),
      )
    for (let n = 1; n < 500; n++) statements.prepare(`SELECT ${n}`).get()
    expect(statements.prepare('SELECT 1 AS one').get()).toEqual({ one: 1 })
  })
})
