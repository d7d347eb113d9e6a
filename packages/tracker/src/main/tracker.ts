import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { Config } from '../config/config.ts'
import { prepareDataDir } from '../engines/filesystem/data-dir.ts'
import { lockDataDir, type Lock } from '../engines/filesystem/lock.ts'
import type { Commands } from '../ports/commands.ts'
import { createSignInCode, hashSignInCode, signInCodeLifeMs } from '../web/sign-in-code.ts'
import { defaultBaseUrl, listen } from './listen.ts'
import type { FromPageThread, FromWriter, ToPageThread, ToWriter } from './messages.ts'
import { leaveCrashNote, takeCrashNote } from './crash-note.ts'
import { PageBridge } from './page-bridge.ts'
import { openIngestSide, type IngestSide } from './ingest-side.ts'
import { remote, serve, type Remote } from './rpc.ts'
import type { StartFacts } from './screen.ts'
import { Thread } from './thread.ts'
import { version } from './version.ts'

/** A running tracker. */
export interface Tracker {
  readonly facts: StartFacts
  /** Stops taking requests, lets what is under way end, makes everything durable. */
  close(): Promise<void>
}

type WriterThread = Thread<ToWriter, FromWriter>
type PageThread = Thread<ToPageThread, FromPageThread>

/** The threads, and the ports between them that the main thread keeps an end of. */
interface Threads {
  readonly writer: WriterThread
  readonly pages: PageThread
  readonly bridge: PageBridge
  readonly commands: Remote<Commands>
  /** Hands the ingest side to the page thread once it exists. */
  serveIngest(target: object): void
  closePorts(): void
}

/**
 * Starts the tracker: locks the data directory, starts the threads, listens, and resolves when requests are accepted.
 *
 * @throws {Error} with one sentence that says what is wrong and what to do
 */
export async function startTracker(config: Config): Promise<Tracker> {
  const settled: Config = { ...config, dataDir: resolve(config.dataDir) }
  prepareDataDir(settled.dataDir)
  const lock = lockDataDir(settled.dataDir)
  try {
    return await startLocked(settled, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function startLocked(config: Config, lock: Lock): Promise<Tracker> {
  const crashed = Promise.withResolvers<never>()
  const decoders = config.decoders || Math.min(4, Math.max(1, availableParallelism() - 1))
  const threads = startThreads(config, {
    decoders,
    onCrash: (error) => {
      crashed.reject(error)
    },
  })
  const { directory, sessionProjects } = await Promise.race([threads.writer.first('ready'), crashed.promise])
  const ingest = await openIngestSide(config, {
    writer: threads.writer,
    pages: threads.pages,
    directory,
    sessionProjects,
    decoders,
  })
  threads.serveIngest(ingest.status)
  const server = createServer(ingest.serverOptions, (req, res) => {
    route(req, res, { ingest, bridge: threads.bridge })
  })
  const port = await listen(server, config)
  const baseUrl = config.baseUrl ?? defaultBaseUrl(config.host, port)
  ingest.setBaseUrl(baseUrl)
  threads.writer.send({ kind: 'base-url', baseUrl })
  threads.pages.send({ kind: 'open', baseUrl })
  const ready = await Promise.race([threads.pages.first('ready'), crashed.promise])
  const lastWords = watchForCrash(config.dataDir)
  const crash = takeCrashNote(config.dataDir)
  if (crash) ingest.reportOwn(crash)
  // From here on a thread that dies ends the process: a supervisor restarts it, and the spool has what was answered.
  crashed.promise.catch((error: unknown) => {
    leaveCrashNote(config.dataDir, error, 'thread')
    process.stderr.write(`culprit-tracker: a thread ended: ${String(error)}\n`)
    process.exit(1)
  })
  // An owner without a password has no other way back in when the session is lost.
  const signInUrl = ready.ownerHasPassword ? undefined : await createSetupUrl(threads.commands, baseUrl)
  return {
    facts: {
      version,
      url: baseUrl,
      dsn: dsnOf(baseUrl, ready.dsnKey ?? ''),
      setupUrl: ready.ownerExists ? null : (signInUrl ?? null),
      signInUrl,
      pid: process.pid,
      dataDir: config.dataDir,
      mail: config.smtpUrl !== undefined,
      movedFrom: port === config.port || config.port === 0 ? undefined : config.port,
    },
    close: async () => {
      await closeAll({ server, threads, ingest, lock })
      lastWords.stop()
    },
  }
}

interface ThreadsOptions {
  readonly decoders: number
  onCrash(error: Error): void
}

function startThreads(config: Config, { decoders, onCrash }: ThreadsOptions): Threads {
  const [pageCommands, mainCommands, ingestCalls, pageTraffic] = [0, 1, 2, 3].map(() => new MessageChannel())
  if (!pageCommands || !mainCommands || !ingestCalls || !pageTraffic) throw new Error('No message channels')
  const commandPorts = [pageCommands.port1, mainCommands.port1]
  const writer: WriterThread = new Thread({
    file: 'writer-thread.js',
    start: { config, decoders, commandPorts },
    transfer: commandPorts,
    youngMb: 16,
    onCrash,
  })
  const start = { config, commands: pageCommands.port2, ingest: ingestCalls.port1, pages: pageTraffic.port1 }
  const pages: PageThread = new Thread({
    file: 'page-thread.js',
    start,
    transfer: [start.commands, start.ingest, start.pages],
    youngMb: 8,
    onCrash,
  })
  return {
    writer,
    pages,
    bridge: new PageBridge({ port: pageTraffic.port2, trustProxy: config.trustProxy }),
    commands: remote<Commands>(mainCommands.port2),
    serveIngest(target) {
      serve(ingestCalls.port2, target)
    },
    closePorts() {
      for (const port of [mainCommands.port2, ingestCalls.port2, pageTraffic.port2]) port.close()
    },
  }
}

/** Node still prints the error and ends the process; this only remembers what it was. */
function watchForCrash(dataDir: string): { readonly stop: () => void } {
  const remember = (error: unknown): void => {
    leaveCrashNote(dataDir, error, 'process')
  }
  process.on('uncaughtExceptionMonitor', remember)
  return { stop: () => void process.off('uncaughtExceptionMonitor', remember) }
}

interface Routes {
  readonly ingest: IngestSide
  readonly bridge: PageBridge
}

/** SDK traffic, health and metrics stay on this thread; everything else is a page. */
function route(req: IncomingMessage, res: ServerResponse, { ingest, bridge }: Routes): void {
  if (!ingest.handle(req, res)) bridge.handle(req, res)
}

async function createSetupUrl(commands: Remote<Commands>, baseUrl: string): Promise<string> {
  const code = createSignInCode((length) => new Uint8Array(randomBytes(length)))
  await commands.addSignInCode({ codeHash: hashSignInCode(code), expiresAt: Date.now() + signInCodeLifeMs })
  return `${baseUrl}/setup?code=${code}`
}

function dsnOf(baseUrl: string, key: string): string {
  const url = new URL(baseUrl)
  return `${url.protocol}//${key}@${url.host}${url.pathname.replace(/\/$/, '')}/1`
}

interface Running {
  readonly server: Server
  readonly threads: Threads
  readonly ingest: IngestSide
  readonly lock: Lock
}

async function closeAll({ server, threads, ingest, lock }: Running): Promise<void> {
  const closed = new Promise((done) => server.close(done))
  threads.bridge.close()
  ingest.letGo()
  server.closeIdleConnections()
  // Requests under way get a moment; then their connections are cut. What they were answered is in the spool.
  const cut = setTimeout(() => {
    server.closeAllConnections()
  }, 2000)
  await closed
  clearTimeout(cut)
  ingest.stop()
  await threads.pages.close({ kind: 'close' })
  await threads.writer.close({ kind: 'close' })
  await ingest.close()
  threads.closePorts()
  lock.release()
}
