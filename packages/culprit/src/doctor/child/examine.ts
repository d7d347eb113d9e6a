import type { DoctorSubject } from '../../logging/doctor-hook.ts'
import { checkMail, checkMailUrl } from '../checks/mail-server.ts'
import { checkDebug } from '../checks/process-checks.ts'
import { checkSourceMaps } from '../checks/source-maps.ts'
import { checkTracker, noDsn } from '../checks/tracker.ts'
import { checkFolder, checkLogFile } from '../checks/writable.ts'
import type { Finding } from '../finding.ts'

/** What is known of an application once it is loaded. */
export interface LoadedApplication {
  readonly subjects: readonly DoctorSubject[]
  /** Those of the application itself. */
  readonly files: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Checks what the application has set up, from inside of it: with its user, its network and its settings. */
export async function examine({ subjects, files, env }: LoadedApplication): Promise<readonly Finding[]> {
  const of = <Kind extends DoctorSubject['kind']>(kind: Kind): Extract<DoctorSubject, { kind: Kind }>[] =>
    subjects.filter((subject): subject is Extract<DoctorSubject, { kind: Kind }> => subject.kind === kind)
  const debugged = of('application').flatMap(({ name, isDebugged }) => (isDebugged() ? [name] : []))
  const logFiles = unique(of('file').map(({ path }) => path))
  const deliveries = of('report').map(({ delivery }) => delivery)
  const spools = unique([...of('mail'), ...deliveries].map(({ spoolDir }) => spoolDir || undefined))
  const mails = of('mail')
  const remote = await Promise.all([
    ...(mails.length > 0 ? mails.map(({ verify }) => checkMail(verify)) : [mailOf(env)]),
    ...(deliveries.length > 0 ? deliveries.map((delivery) => checkTracker(delivery)) : [trackerOf(env)]),
  ])
  return [
    checkDebug(debugged, env),
    ...told(mails.length + deliveries.length + logFiles.length),
    ...logFiles.map((path) => checkLogFile(path)),
    ...spools.map((path) => checkFolder('spool', path)),
    ...remote.flat(),
    checkSourceMaps(files),
  ]
}

function unique(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))]
}

async function mailOf(env: LoadedApplication['env']): Promise<readonly Finding[]> {
  const url = env['CULPRIT_SMTP_URL']
  if (url) return [await checkMailUrl(url)]
  return [{ check: 'mail', status: 'ok', text: 'not set up' }]
}

async function trackerOf(env: LoadedApplication['env']): Promise<readonly Finding[]> {
  const dsn = env['CULPRIT_DSN'] || env['SENTRY_DSN']
  if (!dsn) return [{ check: 'tracker', status: 'ok', text: 'not set up' }]
  // The library has found nothing usable in it, or the application does not use the library.
  const [finding = noDsn, ...more] = await checkTracker({ dsn, spoolDir: false })
  return [finding, ...more]
}

function told(ways: number): readonly Finding[] {
  if (ways > 0) return []
  const text = 'nobody would hear of an error: no tracker, no error mails, no log file'
  const advice = 'set CULPRIT_DSN, or add a MailHandler or a FileHandler in production'
  return [{ check: 'told', status: 'warn', text, advice }]
}
