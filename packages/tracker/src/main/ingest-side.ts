import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import type { Config } from '../config/config.ts'
import type { Directory } from '../domain/project.ts'
import { jobSize } from '../digest/lane-line.ts'
import { dataDirAt } from '../engines/filesystem/data-dir.ts'
import { createSpoolWriter } from '../engines/filesystem/spool-writer.ts'
import { createAdmission, type Admission } from '../ingest/admission.ts'
import { createAnswerHold, type AnswerHold } from '../ingest/answer-hold.ts'
import { createBacklog, type Backlog, type BacklogRoom } from '../ingest/backlog.ts'
import { createIngestLog, type IngestLog } from '../ingest/ingest-log.ts'
import { createOutcomeCounter, type OutcomeCounter } from '../ingest/outcome-counter.ts'
import { createOwnReports, type OwnReports } from '../ingest/own-reports.ts'
import { createIngest, serverOptions, type IngestHandler } from '../ingest/routes.ts'
import type { IngestStatus, OwnError } from '../ports/ingest-status.ts'
import type { SpoolEnd, SpoolWriter } from '../ports/spool.ts'
import { answerHealth, type HealthDeps } from './health.ts'
import { LiveRelay } from './live-relay.ts'
import type { FromPageThread, FromWriter, ToPageThread, ToWriter } from './messages.ts'
import { Metrics } from './metrics.ts'
import { OwnErrorDesk } from './own-error-desk.ts'
import { toOwnError } from './own-error.ts'
import type { Thread } from './thread.ts'

/** What the main thread does itself: takes events in, keeps their log and counts, answers health and metrics. */
export interface IngestSide {
  readonly serverOptions: ServerOptions
  /** What the page thread may ask. */
  readonly status: IngestStatus
  setBaseUrl(baseUrl: string): void
  /** Tells of an error of the tracker's own. */
  reportOwn(report: OwnError): void
  /** Answers the request and returns true, or returns false when it is for the pages. */
  handle(req: IncomingMessage, res: ServerResponse): boolean
  /** To be called when no more requests are taken: answers are held no longer. */
  letGo(): void
  /** To be called when no request is under way: sends the writer the last counts. */
  stop(): void
  /** To be called when the writer has ended: ends the segments that it released and closes the spool. */
  close(): Promise<void>
}

export interface IngestSideOptions {
  readonly writer: Thread<ToWriter, FromWriter>
  readonly pages: Thread<ToPageThread, FromPageThread>
  readonly directory: Directory
  /** Projects with an alert rule that asks for sessions. */
  readonly sessionProjects: readonly number[]
  readonly decoders: number
}

/**
 * One job for each decoder and two more: enough that none waits for work, and little enough that what comes next is
 * digested within a second.
 */
function roomFor(decoders: number): BacklogRoom {
  const jobs = decoders + 2
  return { entries: jobs * jobSize.maxEntries, bytes: jobs * jobSize.maxBytes }
}

const secondMs = 1000

/** Opens the spool, tells the writer where it ends, and returns the side that takes requests. */
export async function openIngestSide(config: Config, options: IngestSideOptions): Promise<IngestSide> {
  const { writer } = options
  const sendEnd = (end: SpoolEnd): void => {
    writer.send({ kind: 'end', end })
  }
  const spool = await createSpoolWriter({ dir: dataDirAt(config.dataDir).spool, onDurable: sendEnd })
  for (const end of spool.ends()) sendEnd(end)
  return new MainIngestSide(config, spool, options)
}

class MainIngestSide implements IngestSide {
  readonly serverOptions: ServerOptions = serverOptions
  readonly status: IngestStatus
  readonly #spool: SpoolWriter
  readonly #writer: Thread<ToWriter, FromWriter>
  readonly #admission: Admission
  readonly #backlog: Backlog
  readonly #hold: AnswerHold
  readonly #log: IngestLog = createIngestLog()
  readonly #outcomes: OutcomeCounter = createOutcomeCounter()
  readonly #metrics = new Metrics(Date.now())
  readonly #live: LiveRelay
  readonly #own: OwnReports
  readonly #desk: OwnErrorDesk
  readonly #ingest: IngestHandler
  readonly #health: HealthDeps
  readonly #timer: NodeJS.Timeout
  #directory: Directory
  #sessionProjects: ReadonlySet<number>
  #baseUrl = ''
  #accepted = 0
  #releasing: Promise<unknown> = Promise.resolve()

  constructor(config: Config, spool: SpoolWriter, options: IngestSideOptions) {
    const { writer, pages, directory, sessionProjects, decoders } = options
    this.#spool = spool
    this.#writer = writer
    this.#directory = directory
    this.#sessionProjects = new Set(sessionProjects)
    this.#admission = createAdmission({ spool, limits: config.limits, clock: Date.now })
    const { spoolBytes } = config.limits
    this.#backlog = createBacklog({ spool, spoolBytes, room: roomFor(decoders) })
    this.#hold = createAnswerHold({ backlog: this.#backlog })
    this.#live = new LiveRelay((notice) => {
      pages.send({ kind: 'live', notice })
    })
    const shared = {
      spool,
      directory: () => this.#directory,
      asksForSessions: (projectId: number) => this.#sessionProjects.has(projectId),
      admission: this.#admission,
      backlog: this.#backlog,
      hold: this.#hold,
      log: this.#log,
      outcomes: this.#outcomes,
      limits: config.limits,
      baseUrl: () => this.#baseUrl,
      trustProxy: config.trustProxy,
      clock: Date.now,
      random: (size: number) => new Uint8Array(randomBytes(size)),
      onError: (error: unknown, where: string) => {
        this.#desk.report(toOwnError(error, { where }))
      },
    }
    this.#own = createOwnReports(shared)
    this.#desk = new OwnErrorDesk({
      to: config.ownErrors,
      dataDir: config.dataDir,
      own: this.#own,
      clock: Date.now,
      write: (text) => process.stderr.write(text),
    })
    this.#ingest = createIngest(shared)
    this.#health = this.#createHealth(config)
    this.status = this.#createStatus()
    this.#listen(writer, pages)
    this.#timer = setInterval(() => {
      this.#sendOutcomes()
    }, secondMs)
  }

  setBaseUrl(baseUrl: string): void {
    this.#baseUrl = baseUrl
  }

  handle(req: IncomingMessage, res: ServerResponse): boolean {
    return this.#ingest(req, res) || answerHealth(req, res, this.#health)
  }

  letGo(): void {
    this.#hold.close()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#live.stop()
    this.#sendOutcomes()
  }

  async close(): Promise<void> {
    await this.#releasing
    await this.#spool.close()
  }

  #listen(writer: Thread<ToWriter, FromWriter>, pages: Thread<ToPageThread, FromPageThread>): void {
    writer.onMessage((message) => {
      this.#fromWriter(message)
    })
    pages.onMessage((message) => {
      if (message.kind === 'own-error') this.#desk.report(message.report)
    })
    this.#log.onChange(({ status, eventId, reason }) => {
      if (status === 200 && eventId !== undefined && reason === undefined) this.#accepted += 1
      this.#live.add({ kind: 'ingest' })
    })
  }

  #fromWriter(message: FromWriter): void {
    if (message.kind === 'directory') this.#directory = message.directory
    else if (message.kind === 'rules') this.#sessionProjects = new Set(message.sessionProjects)
    else if (message.kind === 'own-error') this.#desk.report(message.report)
    else if (message.kind === 'delivered') this.#metrics.addDelivery(message)
    else if (message.kind === 'alerted') this.#metrics.addAlerts(message.tally)
    else if (message.kind === 'released') {
      const released = this.#spool.release(message.lane, message.upTo).catch((error: unknown) => {
        this.#desk.report(toOwnError(error, { where: 'release of spool segments' }))
      })
      this.#releasing = Promise.all([this.#releasing, released])
    } else if (message.kind === 'digested') {
      const { progress } = message
      for (const count of progress.entries) this.#backlog.digested(count)
      this.#hold.digested()
      this.#metrics.addProgress(progress)
      if (progress.notice) this.#live.add(progress.notice)
    }
  }

  reportOwn(report: OwnError): void {
    this.#desk.report(report)
  }

  #sendOutcomes(): void {
    const counts = this.#outcomes.drain()
    if (counts.length === 0) return
    this.#metrics.addOutcomes(counts)
    this.#writer.send({ kind: 'outcomes', counts, at: Date.now() })
  }

  #createStatus(): IngestStatus {
    return {
      recent: () => Promise.resolve(this.#log.recent()),
      reportPolicy: (body, contentType) => this.#own.reportPolicy(body, contentType),
      gauges: () => {
        const { pendingBytes, pendingEntries, freeDiskBytes } = this.#spool.usage()
        return Promise.resolve({ pendingBytes, pendingEntries, freeDiskBytes, accepted: this.#accepted })
      },
    }
  }

  #createHealth({ apiToken }: Config): HealthDeps {
    return {
      apiToken,
      notReady: () => (this.#baseUrl === '' ? 'still starting' : this.#admission.closedBecause()?.detail),
      metrics: () =>
        this.#metrics.render({
          accepted: this.#accepted,
          usage: this.#spool.usage(),
          undigested: this.#backlog.entries(),
          hold: this.#hold.counts(),
          now: Date.now(),
        }),
    }
  }
}
