import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { Redis } from 'ioredis'
import mongoose from 'mongoose'
import mysql from 'mysql2/promise'
import { request } from 'undici'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LogManager } from '../manager.ts'
import { LogRecord } from '../record.ts'
import { bridgeIoredis } from './bridge-ioredis.ts'
import { bridgeMongoose } from './bridge-mongoose.ts'
import { bridgeMysql2 } from './bridge-mysql2.ts'
import { bridgePg, type PgPool } from './bridge-pg.ts'
import { bridgeUndici } from './bridge-undici.ts'

/** A pool of pg, which declares no types. */
interface Pool extends PgPool {
  query(text: string): Promise<unknown>
  end(): Promise<void>
  emit(event: string, ...values: unknown[]): boolean
}

/** The server of mysql2, whose declared types leave out what is needed. */
interface MysqlServer {
  readonly _server: EventEmitter & { address(): AddressInfo }
  on(event: 'connection', listener: (connection: MysqlConnection) => void): void
  listen(port: number): void
  close(): void
}

interface MysqlConnection extends EventEmitter {
  serverHandshake(settings: object): void
  writeOk(result: object): void
  writeError(error: object): void
  _resetSequenceId(): void
}

const { createServer: createMysqlServer } = createRequire(import.meta.url)('mysql2') as {
  readonly createServer: () => MysqlServer
}
const { Pool } = createRequire(import.meta.url)('pg') as { readonly Pool: new (options: object) => Pool }

const closing: (() => unknown)[] = []
let closedPort = 0

/** A port where nobody listens: one that was free a moment ago. */
beforeAll(async () => {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  closedPort = (server.address() as AddressInfo).port
  server.close()
  await once(server, 'close')
})

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

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('bridgeMongoose()', () => {
  it('logs operations at DEBUG, failed ones with their error, and connections that fail', async () => {
    const { manager, records } = setUp()
    const instance = new mongoose.Mongoose()
    instance.set('bufferTimeoutMS', 50)
    const bridge = bridgeMongoose(instance, { manager })
    closing.push(
      () => bridge.close(),
      () => instance.disconnect(),
    )
    const Users = instance.model('User', new instance.Schema({ name: String, password: String }))
    const settings = { serverSelectionTimeoutMS: 100 }
    const refused = await failureOf(instance.connect(`mongodb://127.0.0.1:${closedPort}/shop`, settings))
    const error = await failureOf(Users.findOne({ name: 'Ada', password: 'hunter2' }).exec())
    const connection = records.find(({ message }) => message === 'connection failed')
    expect(connection?.levelname).toBe('ERROR')
    expect([String(connection?.error), String(refused)]).toEqual([
      expect.stringContaining('ECONNREFUSED'),
      expect.stringContaining('ECONNREFUSED'),
    ])
    const failure = records.find(({ message }) => message === 'operation failed: users.findOne')
    expect([failure?.name, failure?.levelname, failure?.error]).toEqual(['mongoose', 'WARNING', error])
    expect(lines(records).join()).not.toContain('hunter2')
  })

  it('redacts documents by the names in them and puts the setting back', async () => {
    const { manager, records } = setUp()
    const instance = new mongoose.Mongoose()
    instance.set('debug', true)
    const bridge = bridgeMongoose(instance, { manager })
    const debug: unknown = instance.get('debug')
    if (typeof debug !== 'function') throw new Error('no function was set')
    debug('users', 'find', { name: 'Ada', password: 'hunter2' }, { session: {} })
    bridge.close()
    expect(lines(records)).toEqual(['mongoose DEBUG users.find [{"name":"Ada","password":"[Filtered]"}]'])
    expect(instance.get('debug')).toBe(true)
  })
})

describe('bridgePg()', () => {
  function connect(): Pool {
    const pool = new Pool({ host: '127.0.0.1', port: closedPort, user: 'u', password: 'p', database: 'd' })
    closing.push(() => pool.end())
    return pool
  }

  it('logs clients that cannot connect, and what the pool does', async () => {
    const { manager, records } = setUp()
    const pool = connect()
    const before = pool.log
    const bridge = bridgePg(pool, { manager })
    const error = await failureOf(pool.query('select 1'))
    bridge.close()
    const failure = records.find(({ levelname }) => levelname === 'WARNING')
    expect([failure?.name, failure?.message, failure?.error]).toEqual([
      'pg',
      'client failed to connect',
      error,
    ])
    expect(lines(records)).toContain('pg DEBUG connecting new client')
    expect(pool.log).toBe(before)
  })

  it('logs errors of idle clients, which would end the process', () => {
    const { manager, records } = setUp()
    const pool = connect()
    const bridge = bridgePg([pool], { manager })
    const error = new Error('terminating connection')
    pool.emit('error', error)
    expect(lines(records)).toEqual(['pg ERROR idle client failed'])
    expect(records[0]?.error).toBe(error)
    bridge.close()
    expect(() => pool.emit('error', error)).toThrow(error)
  })

  it('logs notices by their severity', () => {
    const { manager, records } = setUp()
    const pool = connect()
    const bridge = bridgePg(pool, { manager })
    const client = new EventEmitter()
    pool.emit('connect', client)
    client.emit('notice', { severity: 'NOTICE', message: 'table "x" exists, 5%', code: '42P07' })
    client.emit('notice', { severity: 'WARNING', message: 'no transaction' })
    client.emit('notice', { severity: 'DEBUG1', message: 'detail' })
    bridge.close()
    client.emit('notice', { severity: 'WARNING', message: 'too late' })
    expect(lines(records)).toEqual([
      'pg INFO table "x" exists, 5%',
      'pg WARNING no transaction',
      'pg DEBUG detail',
    ])
    expect(records[0]?.extra).toEqual({ code: '42P07' })
  })
})

describe('bridgeMysql2()', () => {
  it('logs queries at DEBUG, failed ones and failed connections with their error', async () => {
    const { manager, records } = setUp()
    const bridge = bridgeMysql2({ manager })
    closing.push(() => bridge.close())
    const pool = mysql.createPool({ host: '127.0.0.1', port: closedPort })
    closing.push(() => pool.end())
    const error = await failureOf(pool.query('select ? as a', ['hunter2']))
    await expect
      .poll(() => lines(records))
      .toContain(`mysql2 WARNING connection failed: 127.0.0.1:${closedPort}`)
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    expect(records.find(({ levelname }) => levelname === 'WARNING')?.error).toMatchObject({
      code: 'ECONNREFUSED',
    })
    expect(lines(records).join()).not.toContain('hunter2')
  })

  it('hides the values of queries', async () => {
    const { manager, records } = setUp()
    const port = await serveMysql()
    const bridge = bridgeMysql2({ manager })
    closing.push(() => bridge.close())
    const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'u', database: 'd' })
    closing.unshift(() => connection.destroy())
    await connection.query("insert into users values ('hunter2', ?, ?)", ['hunter2', 5])
    const error = await failureOf(connection.query('select nonsense'))
    await expect
      .poll(() => lines(records))
      .toEqual([
        `mysql2 DEBUG insert into users values ('[Filtered]', '[Filtered]', 5) ["[Filtered]",5]`,
        'mysql2 DEBUG select nonsense',
        'mysql2 WARNING query failed: select nonsense',
      ])
    expect(error).toMatchObject({ errno: 1054 })
    expect(records[2]?.error).toMatchObject({ errno: 1054 })
  })
})

/** A MySQL server of mysql2's own that knows no columns. */
async function serveMysql(): Promise<number> {
  const server = createMysqlServer()
  server.on('connection', (connection) => {
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.0.0',
      connectionId: 1,
      statusFlags: 2,
      characterSet: 8,
      capabilityFlags: 0xffffff ^ 0x800,
      // It warns of the packets' numbers on stderr unless it is told where a command begins.
      authCallback: (_login: object, done: (refusal: null) => void) => {
        done(null)
        connection._resetSequenceId()
      },
    })
    connection.on('error', () => undefined)
    connection.on('query', (text: string) => {
      if (text.startsWith('insert')) connection.writeOk({ affectedRows: 1 })
      else connection.writeError({ code: 1054, message: 'Unknown column' })
      connection._resetSequenceId()
    })
  })
  server.listen(0)
  closing.push(() => server.close())
  await once(server._server, 'listening')
  return server._server.address().port
}

describe('bridgeIoredis()', () => {
  it('logs each connection that fails at ERROR', async () => {
    const { manager, records } = setUp()
    const bridge = bridgeIoredis({ manager })
    closing.push(() => bridge.close())
    const redis = new Redis({
      host: '127.0.0.1',
      port: closedPort,
      lazyConnect: true,
      retryStrategy: () => null,
    })
    redis.on('error', () => undefined)
    const refused = await failureOf(redis.connect())
    expect(lines(records)).toEqual([`ioredis ERROR connection failed: 127.0.0.1:${closedPort}`])
    expect([refused, Reflect.get(Object(refused), 'cause')]).toContain(records[0]?.error)
  })

  it('logs commands and batches at DEBUG without arguments, failed ones with their error', async () => {
    const { manager, records } = setUp()
    const port = await serveRedis()
    const bridge = bridgeIoredis({ manager })
    closing.push(() => bridge.close())
    const redis = new Redis({ host: '127.0.0.1', port, enableReadyCheck: false, disableClientInfo: true })
    closing.unshift(() => redis.disconnect())
    await redis.set('session:hunter2', 'x')
    const error = await failureOf(redis.incr('hunter2'))
    await redis.multi().set('a', '1').set('b', '2').exec()
    const shown = lines(records)
    expect(shown).toContain('ioredis DEBUG set ["[Filtered]","[Filtered]"]')
    expect(shown).toContain('ioredis WARNING command failed: incr ["[Filtered]"]')
    expect(shown).toContain('ioredis DEBUG MULTI of 2 commands')
    expect(records.find(({ levelname }) => levelname === 'WARNING')?.error).toBe(error)
    expect(shown.join()).not.toContain('hunter2')
  })
})

/** A Redis server that refuses to count and says OK to all else. */
async function serveRedis(): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('data', (data) => {
      for (const command of data
        .toString()
        .split(/^\*\d+\r\n/m)
        .slice(1))
        socket.write(answerTo(command.split('\r\n')[1]?.toLowerCase()))
    })
  }).listen(0, '127.0.0.1')
  closing.push(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function answerTo(command: string | undefined): string {
  if (command === 'incr') return '-ERR value is not an integer\r\n'
  return command === 'exec' ? '*2\r\n+OK\r\n+OK\r\n' : '+OK\r\n'
}

describe('bridgeUndici()', () => {
  it.each([
    ['request()', async (url: string) => (await request(url)).body.dump()],
    ['fetch()', async (url: string) => (await fetch(url)).text()],
  ])('logs failed requests of %s at WARNING and answers at DEBUG, without secrets', async (_name, get) => {
    const { manager, records } = setUp()
    const bridge = bridgeUndici({ manager })
    closing.push(() => bridge.close())
    const server = createServer((_request, response) => response.writeHead(204).end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => server.close())
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await get(`${origin}/items?id=5&token=hunter2`)
    const thrown = await failureOf(get(`http://127.0.0.1:${closedPort}/lost`))
    await expect.poll(() => records.length).toBe(2)
    expect(lines(records)).toEqual([
      `undici DEBUG GET ${origin}/items?id=5&token=[Filtered] 204`,
      `undici WARNING request failed: GET http://127.0.0.1:${closedPort}/lost`,
    ])
    expect([thrown, Reflect.get(Object(thrown), 'cause')]).toContain(records[1]?.error)
  })

  it('takes requests that the caller aborts for no failure', async () => {
    const { manager, records } = setUp()
    const bridge = bridgeUndici({ manager })
    closing.push(() => bridge.close())
    const server = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(
      () => server.closeAllConnections(),
      () => server.close(),
    )
    const abort = new AbortController()
    const answer = failureOf(
      request(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { signal: abort.signal }),
    )
    await once(server, 'request')
    abort.abort()
    await answer
    await expect.poll(() => records.map(({ levelname }) => levelname)).toEqual(['DEBUG'])
  })
})
