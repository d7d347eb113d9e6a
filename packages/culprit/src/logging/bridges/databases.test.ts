import { createRequire } from 'node:module'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import knex, { type Knex } from 'knex'
import { Sequelize } from 'sequelize'
import { DataSource, EntitySchema } from 'typeorm'
import { afterEach, describe, expect, it } from 'vitest'
import { LogManager } from '../manager.ts'
import { LogRecord } from '../record.ts'
import { bridgeKnex } from './bridge-knex.ts'
import { drizzleLogger } from './drizzle-logger.ts'
import { knexLog } from './knex-log.ts'
import { sequelizeLogging } from './sequelize-logging.ts'
import { typeOrmLogger } from './typeorm-logger.ts'

// Knex does not declare the types of its dialects.
const ClientSqlite = createRequire(import.meta.url)('knex/lib/dialects/better-sqlite3/index.js') as new (
  ...values: never[]
) => object

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function setUp(level = 'DEBUG'): { readonly manager: LogManager; readonly records: LogRecord[] } {
  const manager = new LogManager({ stderr: () => undefined })
  const records: LogRecord[] = []
  manager.root.setLevel(level)
  manager.recordFactory = (init) => {
    const record = new LogRecord(init)
    records.push(record)
    return record
  }
  return { manager, records }
}

function lines(records: readonly LogRecord[]): readonly string[] {
  return records.map(({ name, levelname, message }) => `${name} ${levelname} ${message}`)
}

/** SQLite as the package better-sqlite3 offers it, on the runtime's own. */
class Database {
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
  }

  prepare(text: string): unknown {
    const statement = this.#database.prepare(text)
    const reader = statement.columns().length > 0
    const flat = (values: readonly unknown[]): SQLInputValue[] => values.flat() as SQLInputValue[]
    return {
      reader,
      all: (...values: readonly unknown[]) => statement.all(...flat(values)),
      run: (...values: readonly unknown[]) => statement.run(...flat(values)),
    }
  }

  pragma(text: string): unknown {
    return this.#database.prepare(`PRAGMA ${text}`).all()
  }

  exec(text: string): void {
    this.#database.exec(text)
  }

  function(): void {
    // Only registers functions of SQL.
  }

  close(): void {
    this.#database.close()
  }
}

describe('drizzleLogger()', () => {
  it('logs queries of drizzle at DEBUG, with their values but for texts', async () => {
    const { manager, records } = setUp()
    const database = new DatabaseSync(':memory:')
    closing.push(() => database.close())
    const run = (text: string, values: unknown[]): Promise<{ rows: unknown[] }> =>
      Promise.resolve({ rows: database.prepare(text).all(...(values as SQLInputValue[])) })
    const db = drizzle(run, { logger: drizzleLogger({ manager }) })
    await db.run(sql`create table users (name text, age int)`)
    await db.run(sql`insert into users values (${'hunter2'}, ${41})`)
    expect(lines(records)).toEqual([
      'drizzle DEBUG create table users (name text, age int)',
      'drizzle DEBUG insert into users values (?, ?) ["[Filtered]",41]',
    ])
    expect(records[1]?.extra['parameters']).toEqual(['[Filtered]', 41])
  })

  it('shows values when asked', () => {
    const { manager, records } = setUp()
    drizzleLogger({ manager, showValues: true, queryLevel: 'INFO', name: 'app.sql' }).logQuery(
      "select 'a', ?",
      ['b'],
    )
    expect(lines(records)).toEqual([`app.sql INFO select 'a', ? ["b"]`])
  })
})

describe('bridgeKnex()', () => {
  /** knex's own client for SQLite with another driver. */
  class Client extends ClientSqlite {
    _driver(): typeof Database {
      return Database
    }
  }

  function connect(log?: Knex.Logger): Knex {
    const db = knex({
      client: Client as unknown as typeof Knex.Client,
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
      ...(log === undefined ? undefined : { log }),
    })
    closing.push(() => db.destroy())
    return db
  }

  it('logs queries at DEBUG and failures at WARNING with the very error', async () => {
    const { manager, records } = setUp()
    const db = connect()
    const bridge = bridgeKnex(db, { manager })
    await db.raw('create table users (email text unique, age int)')
    await db('users').insert({ email: 'ada@example.com', age: 36 })
    const error: unknown = await db
      .transaction((trx) => trx('users').insert({ email: 'ada@example.com' }))
      .catch((thrown: unknown) => thrown)
    bridge.close()
    await db('users').select()
    const shown = lines(records)
    expect(shown).toContain('knex DEBUG insert into `users` (`age`, `email`) values (?, ?) [36,"[Filtered]"]')
    const failure = records.find(({ levelname }) => levelname === 'WARNING')
    expect(failure?.message).toBe('query failed: insert into `users` (`email`) values (?) ["[Filtered]"]')
    expect(failure?.error).toBe(error)
    expect(shown.some((line) => line.includes('select'))).toBe(false)
    expect(shown.join()).not.toContain('ada@')
  })

  it('does not read queries that nobody wants, but tells of failures', async () => {
    const { manager, records } = setUp('WARNING')
    const db = connect()
    closing.unshift(() => bridge.close())
    const bridge = bridgeKnex([db], { manager, failureLevel: 'ERROR' })
    await db.raw('select 1')
    await db.raw('select nonsense').catch(() => undefined)
    expect(lines(records)).toEqual(['knex ERROR query failed: select nonsense'])
  })

  it("knexLog() takes knex's own words at their levels", () => {
    const { manager, records } = setUp()
    const { client } = connect(knexLog({ manager }))
    client.logger.warn('careful, 5%')
    client.logger.error(new Error('no'))
    client.logger.debug({ sql: 'select 1' })
    client.logger.deprecate('old', 'new')
    expect(lines(records)).toEqual([
      'knex WARNING careful, 5%',
      'knex ERROR no',
      "knex DEBUG { sql: 'select 1' }",
      'knex WARNING old is deprecated, please use new',
    ])
  })
})

describe('sequelizeLogging()', () => {
  /** SQLite as the package sqlite3 offers it: with callbacks. */
  const sqlite3 = {
    OPEN_READWRITE: 2,
    OPEN_CREATE: 4,
    Database: class {
      readonly filename = ':memory:'
      readonly #database = new DatabaseSync(':memory:')

      constructor(_path: string, _mode: number, done: (error: unknown) => void) {
        queueMicrotask(() => done(null))
      }

      serialize(run: () => void): void {
        run()
      }

      all(text: string, ...rest: unknown[]): void {
        this.run(text, ...rest)
      }

      run(text: string, ...rest: unknown[]): void {
        const done = rest.at(-1)
        const values = rest.length > 1 ? rest[0] : undefined
        const finish = (error: unknown, rows?: unknown): unknown =>
          typeof done === 'function'
            ? Reflect.apply(done, { changes: 1, lastID: 1 }, [error, rows])
            : undefined
        queueMicrotask(() => {
          try {
            const statement = this.#database.prepare(text)
            const named = typeof values === 'object' && values !== null && !Array.isArray(values)
            finish(null, named ? statement.all(values as Record<string, SQLInputValue>) : statement.all())
          } catch (error) {
            finish(error)
          }
        })
      }

      close(done?: () => void): void {
        this.#database.close()
        done?.()
      }
    },
  }

  function connect(options: object): Sequelize {
    const db = new Sequelize({ dialect: 'sqlite', dialectModule: sqlite3, ...options })
    closing.push(() => db.close())
    return db
  }

  it('logs queries of sequelize at DEBUG without what stands in quotes or behind them', async () => {
    const { manager, records } = setUp()
    const db = connect({ logging: sequelizeLogging({ manager }), logQueryParameters: true })
    const users = db.define('users', { name: 'TEXT', age: 'INTEGER' }, { timestamps: false })
    await users.sync()
    await users.create({ name: "it's hunter2", age: 41 })
    await users.findAll({ where: { name: 'hunter2' } })
    const shown = lines(records)
    expect(shown.at(-2)).toMatch(
      /^sequelize DEBUG Executing \(default\): INSERT INTO `users` .*; \[Filtered\]$/,
    )
    expect(shown.at(-1)).toContain("WHERE `users`.`name` = '[Filtered]'")
    expect(shown.join()).not.toContain('hunter2')
  })

  it('tells how long queries took where sequelize measures it', async () => {
    const { manager, records } = setUp()
    const db = connect({ logging: sequelizeLogging({ manager }), benchmark: true })
    await db.query('SELECT 1 + 1')
    expect(lines(records)[0]).toMatch(/^sequelize DEBUG Executed \(default\): SELECT 1 \+ 1 \(\d+ ms\)$/)
    expect(records[0]?.extra['durationMs']).toEqual(expect.any(Number))
  })
})

describe('typeOrmLogger()', () => {
  it('logs what a data source does, each kind at its level', async () => {
    const { manager, records } = setUp()
    const User = new EntitySchema<{ id: number; name: string }>({
      name: 'user',
      columns: { id: { type: 'int', primary: true, generated: true }, name: { type: 'text', unique: true } },
    })
    const source = new DataSource({
      type: 'better-sqlite3',
      database: ':memory:',
      driver: Database,
      entities: [User],
      synchronize: true,
      logger: typeOrmLogger({ manager }),
    })
    await source.initialize()
    closing.push(() => source.destroy())
    const users = source.getRepository(User)
    await users.save({ name: 'hunter2' })
    const thrown: unknown = await users.insert({ name: 'hunter2' }).catch((error: unknown) => error)
    const shown = lines(records)
    expect(shown).toContain('typeorm DEBUG creating a new table: user')
    expect(shown.find((line) => line.includes('INSERT'))).toBe(
      'typeorm DEBUG INSERT INTO "user"("id", "name") VALUES (NULL, ?) ["[Filtered]"]',
    )
    const failure = records.find(({ levelname }) => levelname === 'WARNING')
    expect(failure?.message).toMatch(/^query failed: INSERT INTO "user"/)
    expect(failure?.error).toBe(Reflect.get(Object(thrown), 'driverError'))
    expect(shown.join()).not.toContain('hunter2')
  })

  it('maps the levels of its other messages by name', () => {
    const { manager, records } = setUp()
    const logger = typeOrmLogger({ manager })
    logger.logQuerySlow(1500, 'select ?', [1])
    logger.logQueryError('no such table', 'select 1')
    logger.logMigration('done')
    logger.log('info', 'a')
    logger.log('warn', '5% b')
    expect(lines(records)).toEqual([
      'typeorm WARNING slow query: select ? [1] (1500 ms)',
      'typeorm WARNING query failed: no such table: select 1',
      'typeorm INFO done',
      'typeorm INFO a',
      'typeorm WARNING 5% b',
    ])
  })
})
