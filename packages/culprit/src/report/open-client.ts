import { tellDoctor } from '../logging/doctor-hook.ts'
import { writeStderr } from '../logging/stderr.ts'
import { ReportClient } from './client.ts'
import { createDelivery } from './delivery.ts'
import type { ReportSettings } from './options.ts'
import { sdk } from './sdk.ts'
import { startVariables } from './variables-source.ts'

/** What opening a client takes beside its settings. */
export interface OpenClientOptions {
  /** Where reports wait unless the settings name a directory. */
  readonly spoolDir: string
  readonly idOf?: ((thrown: unknown) => string) | undefined
}

/**
 * Returns a client that reports to the server of the settings' DSN: what waits in the spool is sent at once. Without a
 * DSN it reports nothing, and nothing is opened.
 */
export function openReportClient(settings: ReportSettings, options: OpenClientOptions): ReportClient {
  const { idOf } = options
  if (settings.dsn === undefined) return new ReportClient(settings, { idOf })
  const { dsn, proxy, timeoutMs } = settings
  const delivery = { dsn, spoolDir: settings.spoolDir ?? options.spoolDir, proxy, timeoutMs }
  tellDoctor({ kind: 'report', delivery })
  const sink = createDelivery({
    ...delivery,
    maxQueue: settings.maxQueue,
    sdk: { name: sdk.name ?? 'culprit', version: sdk.version ?? '' },
  })
  const variables = settings.localVariables === false ? undefined : startVariables(settings.localVariables)
  return new ReportClient(settings, { sink, variables, idOf, warn: (line) => writeStderr(`${line}\n`) })
}
