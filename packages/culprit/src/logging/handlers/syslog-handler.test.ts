import { execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { constants, hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LogRecord } from '../record.ts'
import { SyslogHandler, type SyslogHandlerOptions } from './syslog-handler.ts'
import type { LoggerProgram } from './syslog-logger-program.ts'
import { encodePriority, type SyslogFacility } from './syslog-priority.ts'
import { SyslogUnix } from './syslog-unix.ts'

const record = (levelname: string, msg: string): LogRecord =>
  new LogRecord({ name: 'shop.cart', levelno: 30, levelname, msg, created: 1_772_714_096.789 })

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** Listens for UDP and returns its port and the datagrams that came. */
async function udpServer(): Promise<{ port: number; datagrams: string[] }> {
  const datagrams: string[] = []
  const socket = createSocket('udp4', (message) => void datagrams.push(message.toString()))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  cleanups.push(() => socket.close())
  return { port: socket.address().port, datagrams }
}

/** Keeps the bytes of all connections of a server that listens at a free port or at a path. */
async function streamServer(
  server: Server,
  path?: string,
): Promise<{ port: number; text: () => string; sockets: Socket[] }> {
  let bytes = ''
  const sockets: Socket[] = []
  for (const event of ['connection', 'secureConnection'])
    server.on(event, (socket: Socket) => {
      socket.on('error', () => undefined)
      if (event === 'connection' && server.listenerCount('secureConnection') > 1) return
      sockets.push(socket)
      socket.on('data', (chunk: Buffer) => (bytes += chunk.toString()))
    })
  if (path === undefined) server.listen(0, '127.0.0.1')
  else server.listen(path)
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    text: () => bytes,
    sockets,
  }
}

function handlerAt(options: SyslogHandlerOptions): SyslogHandler {
  const handler = new SyslogHandler(options)
  cleanups.push(() => handler.close())
  return handler
}

describe('priorities', () => {
  it.each([
    ['user', 'error', 11],
    ['local3', 'error', 155],
    ['local7', 'warning', 188],
    ['kern', 'emerg', 0],
    [23, 'debug', 191],
  ] as const)('%s and %s are <%i>', (facility, severity, priority) => {
    expect(encodePriority(facility, severity)).toBe(priority)
  })

  it('a facility that does not exist is refused', () => {
    expect(() => new SyslogHandler({ facility: 24 })).toThrow(RangeError)
    // Callers without types.
    expect(() => new SyslogHandler({ facility: 'toString' as SyslogFacility })).toThrow(RangeError)
  })
})

describe("SyslogHandler by UDP, with Python's bytes", () => {
  it.each([
    ['ERROR', {}, 'hi é', '<11>hi é\0'],
    ['ERROR', { facility: 'local3' }, 'hi', '<155>hi\0'],
    ['WARNING', { facility: 'local7' }, 'hi', '<188>hi\0'],
    ['DEBUG', {}, 'hi', '<15>hi\0'],
    ['INFO', {}, 'hi', '<14>hi\0'],
    ['CRITICAL', {}, 'hi', '<10>hi\0'],
    ['NOTABLE', {}, 'hi', '<12>hi\0'],
    ['INFO', { ident: 'shop: ' }, 'hi', '<14>shop: hi\0'],
    ['INFO', { appendNul: false }, 'two\nlines', '<14>two\nlines'],
  ] as const)('FILE-3: %s with %j', async (level, options, text, datagram) => {
    const { port, datagrams } = await udpServer()
    const handler = handlerAt({ address: ['localhost', port], ...options })
    handler.handle(record(level, text))
    await expect.poll(() => datagrams).toEqual([datagram])
  })

  it('sends tracebacks', async () => {
    const { port, datagrams } = await udpServer()
    const handler = handlerAt({ address: ['127.0.0.1', port] })
    handler.handle(
      new LogRecord({ name: 'a', levelno: 40, levelname: 'ERROR', msg: 'x', error: new Error('why') }),
    )
    await expect.poll(() => datagrams[0]).toMatch(/^<11>x\nError: why\n {4}at /)
  })

  it('removes secrets from the text, unless told not to', async () => {
    const { port, datagrams } = await udpServer()
    const url = 'postgres://shop:hunter2@db/shop'
    handlerAt({ address: ['127.0.0.1', port] }).handle(record('INFO', url))
    handlerAt({ address: ['127.0.0.1', port], redactor: false }).handle(record('INFO', url))
    await expect.poll(() => datagrams.length).toBe(2)
    expect(datagrams.toSorted()[0]).not.toContain('hunter2')
    expect(datagrams.toSorted()[1]).toBe(`<14>${url}\0`)
  })

  it('mapPriority decides for levels of one’s own', async () => {
    const { port, datagrams } = await udpServer()
    class Mapped extends SyslogHandler {
      override mapPriority(levelName: string): 'notice' | ReturnType<SyslogHandler['mapPriority']> {
        return levelName === 'NOTABLE' ? 'notice' : super.mapPriority(levelName)
      }
    }
    await using handler = new Mapped({ address: ['127.0.0.1', port] })
    handler.handle(record('NOTABLE', 'hi'))
    await expect.poll(() => datagrams).toEqual(['<13>hi\0'])
  })

  it('delivers what a process logs right before it exits', async () => {
    const { port, datagrams } = await udpServer()
    const code = `
      import { SyslogHandler } from ${JSON.stringify(join(import.meta.dirname, 'syslog-handler.ts'))}
      import { LogRecord } from ${JSON.stringify(join(import.meta.dirname, '../record.ts'))}
      const handler = new SyslogHandler({ address: ['127.0.0.1', ${port}] })
      for (const msg of ['a', 'b', 'c']) handler.handle(new LogRecord({ name: 'a', levelno: 20, levelname: 'INFO', msg }))
      process.exit()`
    const args = ['--no-warnings', '--conditions=@culprit/source', '--input-type=module', '-e', code]
    await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')
    await expect.poll(() => datagrams).toEqual(['<14>a\0', '<14>b\0', '<14>c\0'])
  })
})

describe('SyslogHandler by TCP', () => {
  it('ends messages with NUL, as Python does', async () => {
    const server = await streamServer(createServer())
    const handler = handlerAt({ address: ['127.0.0.1', server.port], transport: 'tcp' })
    handler.handle(record('WARNING', 't1'))
    handler.handle(record('WARNING', 't2'))
    await expect.poll(server.text).toBe('<12>t1\0<12>t2\0')
  })

  it('counts octets when asked to', async () => {
    const server = await streamServer(createServer())
    const handler = handlerAt({
      address: ['127.0.0.1', server.port],
      transport: 'tcp',
      framing: 'octet-counting',
    })
    handler.handle(record('WARNING', 'é'))
    await expect.poll(server.text).toBe('6 <12>é')
  })

  it('RFC 5424: counts octets, with header and structured data', async () => {
    const server = await streamServer(createServer())
    const handler = handlerAt({
      address: ['127.0.0.1', server.port],
      transport: 'tcp',
      format: 'rfc5424',
      ident: 'my shop: ',
      structuredData: () => ({ 'order@32473': { id: 'a"]\\b' } }),
    })
    handler.handle(record('ERROR', 'hi'))
    const host = hostname().replace(/[^!-~]/g, '')
    const message = `<11>1 2026-03-05T12:34:56.789Z ${host} myshop ${process.pid} shop.cart [order@32473 id="a\\"\\]\\\\b"] hi`
    await expect.poll(server.text).toBe(`${Buffer.byteLength(message)} ${message}`)
  })

  it('connects again after the receiver was restarted, and loses nothing that waited', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const first = await streamServer(createServer())
    const handler = handlerAt({ address: ['127.0.0.1', first.port], transport: 'tcp' })
    handler.handle(record('INFO', 'one'))
    await expect.poll(first.text).toBe('<14>one\0')
    for (const cleanup of cleanups.splice(0, 1)) await cleanup()
    await new Promise((resolve) => setTimeout(resolve, 50))
    handler.handle(record('INFO', 'two'))
    handler.handle(record('INFO', 'three'))
    await expect.poll(() => stderr.mock.calls.length).toBe(1)
    const server = createServer()
    let text = ''
    server.on('connection', (socket) => socket.on('data', (chunk: Buffer) => (text += chunk.toString())))
    server.listen(first.port, '127.0.0.1')
    cleanups.push(() => server.close())
    await expect.poll(() => text).toBe('<14>two\0<14>three\0')
    stderr.mockRestore()
    await handler.close()
  })

  it('never blocks: a receiver that is down fills a bounded queue, and losses are counted', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const gone = await streamServer(createServer())
    for (const cleanup of cleanups.splice(0)) await cleanup()
    const handler = new SyslogHandler({ address: ['127.0.0.1', gone.port], transport: 'tcp', maxMessages: 5 })
    for (let line = 0; line < 20; line += 1) expect(handler.handle(record('INFO', String(line)))).toBe(true)
    expect(handler.losses.get('queue-full')).toBe(15)
    await handler.close()
    stderr.mockRestore()
    expect(handler.losses.get('undelivered')).toBe(5)
    expect(handler.handle(record('INFO', 'after close'))).toBe(true)
    expect(handler.losses.get('undelivered')).toBe(6)
  })

  it('does not keep a process alive while it is idle', async () => {
    const server = await streamServer(createServer())
    const code = `
      import { SyslogHandler } from ${JSON.stringify(join(import.meta.dirname, 'syslog-handler.ts'))}
      import { LogRecord } from ${JSON.stringify(join(import.meta.dirname, '../record.ts'))}
      const handler = new SyslogHandler({ address: ['127.0.0.1', ${server.port}], transport: 'tcp' })
      handler.handle(new LogRecord({ name: 'a', levelno: 20, levelname: 'INFO', msg: 'short life' }))`
    const args = ['--no-warnings', '--conditions=@culprit/source', '--input-type=module', '-e', code]
    const [status]: unknown[] = await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')
    expect(status).toBe(0)
    await expect.poll(server.text).toBe('<14>short life\0')
  })
})

function hasProgram(name: string, argument = '--version'): boolean {
  try {
    execFileSync(name, [argument], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!hasProgram('openssl', 'version'))('SyslogHandler by TLS', () => {
  it('checks the certificate and sends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'culprit-tls-'))
    cleanups.push(() => rmSync(folder, { recursive: true }))
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      ...names,
    ]
    execFileSync('openssl', made, { stdio: 'ignore' })
    const tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) })
    tls.on('secureConnection', () => undefined)
    const server = await streamServer(tls)
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const wary = new SyslogHandler({ address: ['127.0.0.1', server.port], transport: 'tls' })
    wary.handle(record('INFO', 'to a stranger'))
    await expect.poll(() => String(stderr.mock.calls[0]?.[0])).toContain('self-signed')
    stderr.mockRestore()
    const handler = handlerAt({
      address: ['127.0.0.1', server.port],
      transport: 'tls',
      tls: { ca: readFileSync(cert) },
      format: 'rfc5424',
    })
    handler.handle(record('INFO', 'secret'))
    await expect.poll(server.text).toMatch(/^\d+ <14>1 .* secret$/)
    await wary.close()
  })
})

describe('SyslogHandler at a unix socket', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'culprit-syslog-'))
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  })
  const missing = (name: string): never => {
    throw new Error(`Cannot find module '${name}'`)
  }

  it('sends to a stream socket', async () => {
    const path = join(folder, 'log')
    const server = await streamServer(createServer(), path)
    const handler = handlerAt({ address: path, load: missing })
    handler.handle(record('INFO', 'one'))
    handler.handle(record('INFO', 'two'))
    await expect.poll(server.text).toBe('<14>one\0<14>two\0')
  })

  it('a missing socket is silent at construction and tried again for each message', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const path = join(folder, 'log')
    const handler = handlerAt({ address: path, load: missing })
    expect(stderr).not.toHaveBeenCalled()
    handler.handle(record('INFO', 'early'))
    await expect.poll(() => stderr.mock.calls.length).toBe(1)
    const server = await streamServer(createServer(), path)
    await expect.poll(server.text).toBe('<14>early\0')
    stderr.mockRestore()
  })

  it('uses unix-dgram where it is installed', async () => {
    const path = join(folder, 'log')
    writeFileSync(path, '')
    const sent: string[] = []
    const unixDgram = {
      createSocket: (kind: string) => ({
        on: () => undefined,
        connect: (to: string) => sent.push(`${kind} ${to}`),
        send: (message: Buffer) => sent.push(message.toString()),
        close: () => sent.push('closed'),
      }),
    }
    const handler = new SyslogHandler({
      address: path,
      load: (name) => (name === 'unix-dgram' ? unixDgram : missing(name)),
    })
    handler.handle(record('INFO', 'one'))
    handler.handle(record('INFO', 'two'))
    await handler.close()
    const opened = `unix_dgram ${path}`
    expect(sent).toEqual([opened, '<14>one\0', 'closed', opened, '<14>two\0', 'closed'])
  })

  it('goes on to a stream socket when unix-dgram says that it is one', async () => {
    const path = join(folder, 'log')
    const server = await streamServer(createServer(), path)
    const unixDgram = {
      createSocket: () => {
        let report: (error: Error) => void = () => undefined
        return {
          on: (event: string, listener: (error: Error) => void) => {
            if (event === 'error') report = listener
          },
          connect: () =>
            report(Object.assign(new Error('connect -91'), { errno: -constants.errno.EPROTOTYPE })),
          close: () => undefined,
        }
      },
    }
    const handler = handlerAt({
      address: path,
      load: (name) => (name === 'unix-dgram' ? unixDgram : missing(name)),
    })
    handler.handle(record('INFO', 'one'))
    await expect.poll(server.text).toBe('<14>one\0')
  })

  it('uses koffi where it is installed, and connects again after a restart', async () => {
    const path = join(folder, 'log')
    writeFileSync(path, '')
    const sent: string[] = []
    let connected = 0
    let broken = false
    const library: Record<string, (...values: readonly unknown[]) => number> = {
      socket: () => 42,
      connect: (_fd, address) => {
        connected += 1
        broken = false
        expect(Buffer.isBuffer(address) && address.toString()).toContain(path)
        return 0
      },
      send: (_fd, message, length) => {
        if (broken) return -1
        sent.push(Buffer.isBuffer(message) ? message.toString('utf8', 0, Number(length)) : '')
        return Number(length)
      },
      close: () => 0,
    }
    const func = (declaration: string): unknown => library[/(\w+)\(/.exec(declaration)?.[1] ?? '']
    const koffi = { load: () => ({ func }), errno: () => 111 }
    const handler = new SyslogHandler({ address: path, load: () => koffi })
    handler.handle(record('INFO', 'one'))
    await handler.flush()
    broken = true
    handler.handle(record('INFO', 'two'))
    await handler.close()
    expect(sent).toEqual(['<14>one\0', '<14>two\0'])
    expect(connected).toBe(2)
  })

  const receiver = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1]); print('ready', flush=True)
while True:
  print(repr(s.recv(65536)), flush=True)
`
  it.skipIf(!hasProgram('python3'))('without a program logger goes to UDP, and says so', async () => {
    const path = join(folder, 'log')
    const python = spawn('python3', ['-c', receiver, path], { stdio: ['ignore', 'pipe', 'ignore'] })
    cleanups.push(() => python.kill())
    await once(python.stdout, 'data')
    const said: string[] = []
    const startProgram: LoggerProgram = () =>
      spawn(join(folder, 'none'), { stdio: ['pipe', 'ignore', 'ignore'] })
    const announce = (text: string): void => void said.push(text)
    const unix = new SyslogUnix({ path, ident: '', timeoutMs: 1000, load: missing, startProgram, announce })
    // Nobody need listen there: UDP does not tell.
    await unix.send(Buffer.from('<14>one\0'))
    expect(said.join('')).toMatch(/nor is there a program logger; .* 127\.0\.0\.1:514/)
    expect(unix.sendSync(Buffer.from('<14>two\0'))).toBe(true)
    unix.close()
  })

  it.skipIf(!hasProgram('logger') || !hasProgram('python3'))(
    'falls back to the program logger for a datagram socket, and says so',
    async () => {
      const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      const path = join(folder, 'log')
      const python = spawn('python3', ['-c', receiver, path], { stdio: ['ignore', 'pipe', 'ignore'] })
      cleanups.push(() => python.kill())
      let output = ''
      python.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
      await expect.poll(() => output).toContain('ready')
      const handler = handlerAt({ address: path, load: missing, ident: 'shop: ', facility: 'local3' })
      handler.handle(record('ERROR', 'one\nmore'))
      await expect.poll(() => output).toMatch(/<155>.* shop: one/)
      await expect.poll(() => output).toMatch(/<155>.* shop: more/)
      expect(String(stderr.mock.calls[0]?.[0])).toContain('the program logger')
      stderr.mockRestore()
    },
  )
})
