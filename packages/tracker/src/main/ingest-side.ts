import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import type { Config } from '../config/config.ts'
import type { Directory } from '../domain/project.ts'
import { dataDirAt } from '../engines/filesystem/data-dir.ts'
import { createSpoolWriter } from '../engines/filesystem/spool-writer.ts'
import { createAdmission } from '../ingest/admission.ts'
import { createIngestLog } from '../ingest/ingest-log.ts'
import { createOutcomeCounter } from '../ingest/outcome-counter.ts'
import { createOwnReports } from '../ingest/own-reports.ts'
import { createIngest, isIngestPath, serverOptions } from '../ingest/routes.ts'
import type { IngestStatus } from '../ports/ingest-status.ts'
import type { SpoolWriter } from '../ports/spool.ts'
import { healthOf } from './health.ts'
import { LiveRelay } from './live-relay.ts'
import type { FromPageThread, FromWriter, ToPageThread, ToWriter } from './messages.ts'
import { Metrics } from './metrics.ts'
import type { Thread } from './thread.ts'

/** What the main thread does itself: takes events in, keeps their log and counts, answers health and metrics. */
export interface IngestSide {
  readonly serverOptions: ServerOptions
  /** What the page thread may ask. */
  readonly status: IngestStatus
  setBaseUrl(baseUrl: string): void
  /** Answers the request and returns true, or returns false when it is not for this side. */
  handle(req: IncomingMessage, res: ServerResponse): boolean
  close(): Promise<void>
}
