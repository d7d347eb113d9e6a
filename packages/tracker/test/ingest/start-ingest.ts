import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFaultyFilePort, type FaultyFilePort } from '@culprit/testkit'
import type { OutcomeCount } from '../../src/domain/digest-plan.ts'
import type { Limits } from '../../src/domain/limits.ts'
import type { Directory } from '../../src/domain/project.ts'
import { createSpoolReader } from '../../src/engines/filesystem/spool-reader.ts'
import { createSpoolWriter } from '../../src/engines/filesystem/spool-writer.ts'
import { type Admission, createAdmission } from '../../src/ingest/admission.ts'
import { type AnswerHold, createAnswerHold } from '../../src/ingest/answer-hold.ts'
import { type Backlog, type BacklogRoom, createBacklog } from '../../src/ingest/backlog.ts'
import type { IngestDeps } from '../../src/ingest/ingest-deps.ts'
import { createIngestLog, type IngestLog } from '../../src/ingest/ingest-log.ts'
import { createOutcomeCounter } from '../../src/ingest/outcome-counter.ts'
import { createIngest, serverOptions } from '../../src/ingest/routes.ts'
import { nodeFiles } from '../../src/engines/filesystem/file-port.ts'
import type { SpooledEntry, SpoolWriter } from '../../src/ports/spool.ts'

export const key = 'a'.repeat(32)
export const otherKey = 'b'.repeat(32)
export const disabledKey = 'c'.repeat(32)
export const slowKey = 'd'.repeat(32)

const generousLimits: Limits = {
  eventsPerMinutePerKey: 1000,
  eventsPerMinute: 10_000,
  spoolBytes: 1024 ** 3,
  minFreeDiskBytes: 0,
  bodyBytes: 20 * 1024 * 1024,
  bodyBytesInFlight: 64 * 1024 * 1024,
}

const directory: Directory = {
  projects: [
    { id: 1, slug: 'default', name: 'Default', createdAt: 0, internal: false },
    { id: 2, slug: 'internal', name: 'Internal', createdAt: 0, internal: true },
  ],
  keys: [
    { projectId: 1, publicKey: key, enabled: true },
    { projectId: 2, publicKey: otherKey, enabled: true },
    { projectId: 1, publicKey: disabledKey, enabled: false },
    { projectId: 1, publicKey: slowKey, enabled: true, eventsPerMinute: 3 },
  ],
  members: [],
}

export interface StartOptions {
  readonly limits?: Partial<Limits>
  readonly deps?: Partial<IngestDeps>
  /** Real files, or ones that fail on demand. */
  readonly faulty?: boolean
  readonly room?: BacklogRoom
  /** How long answers are held at most; without it none is. */
  readonly holdMs?: number
}

/** The ingest endpoints on a real server with a real spool. */
export interface RunningIngest {
  readonly url: string
  readonly server: Server
  readonly spool: SpoolWriter
  readonly files: FaultyFilePort
  readonly admission: Admission
  readonly backlog: Backlog
  readonly hold: AnswerHold
  readonly log: IngestLog
  readonly errors: unknown[]
  losses(): readonly OutcomeCount[]
  /** Everything spooled so far, the main lane first. */
  entries(): readonly SpooledEntry[]
  close(): Promise<void>
}

export async function startIngest(options: StartOptions = {}): Promise<RunningIngest> {
  const dir = await mkdtemp(join(tmpdir(), 'culprit-ingest-'))
  const files = createFaultyFilePort()
  const spool = await createSpoolWriter({ dir, files: options.faulty ? files : nodeFiles })
  const limits = { ...generousLimits, ...options.limits }
  const clock = options.deps?.clock ?? Date.now
  const admission = createAdmission({ spool, limits, clock })
  const room = options.room ?? { entries: 400, bytes: 4 * 1024 * 1024 }
  const backlog = createBacklog({ spool, spoolBytes: limits.spoolBytes, room })
  const hold = createAnswerHold({ backlog, mostMs: options.holdMs })
  if (options.holdMs === undefined) hold.close()
  const outcomes = createOutcomeCounter()
  const log = createIngestLog()
  const errors: unknown[] = []
  const server = createServer(serverOptions)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ingest = createIngest({
    spool,
    directory: () => directory,
    asksForSessions: () => false,
    admission,
    backlog,
    hold,
    log,
    outcomes,
    limits,
    baseUrl: () => url,
    trustProxy: false,
    clock,
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    onError: (error) => errors.push(error),
    ...options.deps,
  })
  server.on('request', (req, res) => {
    // As in the tracker, where what is not of the protocol is a page.
    if (!ingest(req, res)) res.writeHead(404).end()
  })
  return {
    url,
    server,
    spool,
    files,
    admission,
    backlog,
    hold,
    log,
    errors,
    losses: () => outcomes.drain(),
    entries: () => readEntries(dir, spool),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await spool.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

function readEntries(dir: string, spool: SpoolWriter): readonly SpooledEntry[] {
  const reader = createSpoolReader({ dir })
  const entries: SpooledEntry[] = []
  for (const { lane, end } of spool.ends()) {
    let from = { segment: 0, offset: 0 }
    while (from.segment < end.segment || from.offset < end.offset) {
      const read = reader.read(lane, { from, end, maxEntries: 1000, maxBytes: 1024 * 1024 })
      entries.push(...read.entries)
      from = read.next
    }
  }
  reader.close()
  return entries
}

export const eventId = '0123456789abcdef0123456789abcdef'

/** An envelope as text: header, then items with their lengths. */
export function envelope(
  items: readonly (readonly [type: string, payload: string])[],
  header: object = { event_id: eventId },
): string {
  const parts = [JSON.stringify(header)]
  for (const [type, payload] of items)
    parts.push(JSON.stringify({ type, length: Buffer.byteLength(payload) }), payload)
  return `${parts.join('\n')}\n`
}

export const eventEnvelope: string = envelope([['event', '{"message":"hello"}']])
