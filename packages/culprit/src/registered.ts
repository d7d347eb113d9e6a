import { NodeRequestFacts } from './adapters/node-request.ts'
import { applicationName, environmentIdentity, type Environment, reportDirectory } from './environment.ts'
import type { RequestData } from './handlers/request-data.ts'
import { writeStderr } from './logging/stderr.ts'
import type { ReportClient } from './report/client.ts'
import { type FrameworkFailure, reportFrameworkFailures } from './report/instrument/framework-failures.ts'
import { recordBreadcrumbs } from './report/instrument/record-breadcrumbs.ts'
import { openReportClient } from './report/open-client.ts'
import { toReportSettings } from './report/options.ts'
import { reportProcessFailures } from './report/process-failures.ts'
import { sharedRegistration } from './registration.ts'

/**
 * Starts reporting for a program that has no code for it, by what the environment says (`CULPRIT_DSN`, else
 * `SENTRY_DSN`; `CULPRIT_ENVIRONMENT`, `CULPRIT_RELEASE`): uncaught exceptions, unhandled rejections, and the errors
 * that Express and Fastify answer with 500 or above. It ends when the program reports by a `culprit()` of its own. It
 * happens once in a thread; worker threads that run a file have it, too (Node preloads nothing in those that run a
 * text). Breadcrumbs are the process's, since only an adapter knows where a request begins. Without a DSN nothing
 * happens; one that is wrong is told on stderr, and the program runs.
 */
export function startRegistered(environment?: Environment): ReportClient | undefined {
  const shared = sharedRegistration()
  if (shared.end !== undefined || shared.hasEnded) return undefined
  const identity = environmentIdentity(environment)
  if (identity.dsn === undefined) return undefined
  try {
    const spoolDir = reportDirectory(applicationName(), environment)
    const client = openReportClient(toReportSettings(identity), { spoolDir })
    const ends = [
      reportProcessFailures(client),
      reportFrameworkFailures(client, requestData),
      recordBreadcrumbs(),
    ]
    shared.end = () => {
      for (const end of ends) end()
      void client.close(0)
    }
    return client
  } catch (error) {
    writeStderr(`culprit: nothing is reported: ${error instanceof Error ? error.message : String(error)}\n`)
    return undefined
  }
}

function requestData({ request, response, parsed }: FrameworkFailure): RequestData | undefined {
  // Loaded by who made the request; a program without a server does without its 40 ms.
  const { IncomingMessage, ServerResponse } = process.getBuiltinModule('node:http')
  if (!(request instanceof IncomingMessage && response instanceof ServerResponse)) return undefined
  return new NodeRequestFacts({ req: request, res: response }, { parsed }).data()
}
