import { environmentIdentity, reportDirectory } from './environment.ts'
import type { Errors } from './handlers/errors.ts'
import { writeStderr } from './logging/stderr.ts'
import { parseDsn } from '@culprit/wire'
import type { ReportClient } from './report/client.ts'
import { recordBreadcrumbs } from './report/instrument/record-breadcrumbs.ts'
import { openReportClient } from './report/open-client.ts'
import {
  type ReportIdentity,
  type ReportOptions,
  type ReportSettings,
  toReportSettings,
} from './report/options.ts'
import { reportProcessFailures } from './report/process-failures.ts'
import { reportErrors } from './report/report-errors.ts'
import { endRegistration } from './registration.ts'

/** Where an application reports, and how. */
export interface ReportingOptions extends ReportIdentity {
  readonly report?: ReportOptions | undefined
}

/**
 * The reporting of an application. It is opened with the options, or with the environment's alone when the application
 * has got none by the time it is first used; without a DSN nothing is opened.
 */
export class Reporting<Context> {
  readonly #errors: Errors<Context>
  #client: ReportClient | undefined
  #stop: (() => void) | undefined

  constructor(errors: Errors<Context>) {
    this.#errors = errors
  }

  /** The client; it reports nothing when there is no DSN. */
  get client(): ReportClient {
    return (this.#client ??= this.#open(toSettings({})))
  }

  /**
   * Opens it with options; those of the environment stand in for what is missing.
   *
   * @throws {TypeError} when an option is not known or wrong.
   */
  open(options: ReportingOptions): void {
    const settings = toSettings(options)
    this.#stop?.()
    this.#client = this.#open(settings)
  }

  /**
   * Opens it once the program has been read, with the environment's DSN if it has one: an application whose options may
   * still come (`init`) can fail before its first request, too.
   */
  openSoon(): void {
    if (environmentIdentity().dsn !== undefined) setImmediate(() => void this.client).unref()
  }

  #open(settings: ReportSettings): ReportClient {
    const errors = this.#errors
    // First, since one client at a time can capture local variables.
    if (settings.dsn !== undefined) endRegistration()
    const client = openReportClient(settings, {
      spoolDir: reportDirectory(errors.name),
      idOf: (thrown) => errors.referenceOf(thrown),
    })
    if (client.isEnabled) this.#stop = watch(errors, client)
    return client
  }
}

function watch<Context>(errors: Errors<Context>, client: ReportClient): () => void {
  const ends = [reportErrors(errors, client), reportProcessFailures(client), recordBreadcrumbs()]
  return () => {
    for (const end of ends) end()
    // What it holds goes to the spool, which the next client sends.
    void client.close(0)
  }
}

function toSettings({ report, dsn, environment, release }: ReportingOptions): ReportSettings {
  const outer = environmentIdentity()
  return toReportSettings(
    {
      dsn: dsn ?? usableDsn(outer.dsn),
      environment: environment ?? outer.environment,
      release: release ?? outer.release,
    },
    report,
  )
}

/** A variable that is wrong must not keep the application from starting; one that is written in it must. */
function usableDsn(dsn: string | undefined): string | undefined {
  if (dsn === undefined || parseDsn(dsn) !== undefined) return dsn
  writeStderr('culprit: CULPRIT_DSN (or SENTRY_DSN) is no DSN, so nothing is reported.\n')
  return undefined
}
