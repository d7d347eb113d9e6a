import { createHash, randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { dataDirAt } from '../engines/filesystem/data-dir.ts'
import { loadSecretKey } from '../engines/filesystem/secret-key.ts'
import { openReader, type SqliteReader } from '../engines/sqlite/open-reader.ts'
import { ownerId } from '../engines/sqlite/provision.ts'
import type { Commands } from '../ports/commands.ts'
import type { IngestStatus } from '../ports/ingest-status.ts'
import type { LiveNotice, LiveSource } from '../ports/live.ts'
import type { WebConfig } from '../web/web-deps.ts'
import { isLoopback } from './listen.ts'
import type { FromPageThread, PagesStart, ToPageThread } from './messages.ts'
import { once } from './once.ts'
import { toOwnError } from './own-error.ts'
import { servePages } from './page-server.ts'
import { remote } from './rpc.ts'
import { version } from './version.ts'

type Port = NonNullable<typeof parentPort>

/** The thread that serves pages and API: reads the database by its own connection, asks the writer for changes. */
function run(port: Port, start: PagesStart): void {
  const live = createLiveHub()
  let reader: SqliteReader | undefined
  const send = (message: FromPageThread): void => {
    port.postMessage(message)
  }
  port.on('message', (message: ToPageThread) => {
    if (message.kind === 'live') live.publish(message.notice)
    else if (message.kind === 'open') {
      reader = openReader({ dataDir: start.config.dataDir })
      void open({ start, reader, live, send, baseUrl: message.baseUrl })
    } else {
      reader?.close()
      send({ kind: 'closed' })
      port.close()
      start.pages.close()
      start.commands.close()
      start.ingest.close()
    }
  })
}

interface OpenOptions {
  readonly start: PagesStart
  readonly reader: SqliteReader
  readonly live: LiveSource
  readonly baseUrl: string
  send(message: FromPageThread): void
}

async function open({ start, reader, live, send, baseUrl }: OpenOptions): Promise<void> {
  const reportError = (error: unknown, where: string): string => {
    const report = toOwnError(error, { where, isAnswer: true })
    send({ kind: 'own-error', report })
    return report.reference
  }
  const { reads } = reader
  const app = once(async () => {
    const { createPageApp } = await import('./page-app.ts')
    return createPageApp({
      settings: start.config,
      config: webConfig(start, baseUrl),
      reads,
      commands: remote<Commands>(start.commands),
      ingest: remote<IngestStatus>(start.ingest),
      live,
      mailLinkKey: loadSecretKey(dataDirAt(start.config.dataDir)),
      random: (length) => new Uint8Array(randomBytes(length)),
      reportError,
    })
  })
  servePages({
    port: start.pages,
    origin: new URL(baseUrl).origin,
    fetch: async (request) => (await app()).fetch(request),
    reportError,
  })
  const [keys, ownerExists, owner] = await Promise.all([
    reads.keys([1]),
    reads.ownerExists(),
    reads.user(ownerId),
  ])
  const ownerHasPassword = owner?.passwordHash !== undefined
  send({ kind: 'ready', ownerExists, ownerHasPassword, dsnKey: keys[0]?.publicKey })
}

function webConfig({ config }: PagesStart, baseUrl: string): WebConfig {
  return {
    baseUrl,
    apiTokenHash: config.apiToken && createHash('sha256').update(config.apiToken).digest('hex'),
    mail: config.smtpUrl ? 'configured' : 'off',
    loopback: isLoopback(config.host),
    retentionDays: config.retentionDays,
    version,
  }
}

function createLiveHub(): LiveSource & { publish(notice: LiveNotice): void } {
  const listeners = new Set<(notice: LiveNotice) => void>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    publish(notice) {
      for (const listener of listeners) listener(notice)
    },
  }
}

// `parentPort` is null only when the file is run by hand, which has no meaning.
if (parentPort) run(parentPort, workerData as PagesStart)
