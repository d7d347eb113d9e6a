import { parseArgs } from 'node:util'
import * as v from 'valibot'
import type { Config } from './config.ts'
import { settings, type Setting, type SettingName } from './settings.ts'

export type LoadResult =
  | { readonly kind: 'ok'; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** One line: what, where, what to do. */
  | { readonly kind: 'problem'; readonly text: string }

type Environment = Readonly<Record<string, string | undefined>>

/** Reads flags and environment into one frozen value, or says in one line what is wrong. Reads nothing else. */
export function loadConfig(args: readonly string[], env: Environment): LoadResult {
  const flags = parseFlags(args)
  if (typeof flags === 'string') return { kind: 'problem', text: flags }
  if (flags.help) return { kind: 'help' }
  if (flags.version) return { kind: 'version' }
  const problem = unsupported(flags, env)
  if (problem) return { kind: 'problem', text: problem }
  const reader = new SettingReader(flags, env)
  const config = readAll(reader, flags.json === true)
  const first = reader.problems[0] ?? contradictions(config)
  if (first) return { kind: 'problem', text: first }
  return { kind: 'ok', config, warnings: unknownVariables(env) }
}

type Flags = Readonly<Record<string, string | boolean | undefined>>

function parseFlags(args: readonly string[]): Flags | string {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
    role: { type: 'string' },
  }
  for (const { flag } of Object.values(settings)) if (flag) options[flag] = { type: 'string' }
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('. To specify')
    return `${first.replace(/\.$/, '')}; run culprit-tracker --help for the flags`
  }
}

/** Parts of the contract whose engines are not in this version are refused, not ignored. */
function unsupported(flags: Flags, env: Environment): string | undefined {
  const role = flags.role ?? env.CULPRIT_ROLE
  if (role !== undefined && role !== 'all') {
    return `--role ${String(role)}: this version runs all roles in one process; leave the flag out or say --role all`
  }
  for (const name of ['CULPRIT_DATABASE_URL', 'CULPRIT_SPOOL_URL']) {
    if (env[name])
      return `${name}: this version has the embedded engine only; unset it to keep everything in the data directory`
  }
  return undefined
}

function contradictions(config: Config): string | undefined {
  if (config.adminPassword && !config.adminEmail) {
    return 'CULPRIT_ADMIN_PASSWORD: needs CULPRIT_ADMIN_EMAIL, the name to sign in with; set both or neither'
  }
  return undefined
}

class SettingReader {
  readonly problems: string[] = []
  readonly #flags: Flags
  readonly #env: Environment

  constructor(flags: Flags, env: Environment) {
    this.#flags = flags
    this.#env = env
  }

  /** An empty variable counts as unset, since shells and compose files cannot unset one easily. */
  read<T>(setting: Setting<T>): T {
    const flag = setting.flag === undefined ? undefined : this.#flags[setting.flag]
    const value = typeof flag === 'string' ? flag : this.#env[setting.env] || undefined
    if (value === undefined) return setting.fallback
    const parsed = v.safeParse(setting.schema, value)
    if (parsed.success) return parsed.output
    const where = typeof flag === 'string' ? `--${setting.flag}` : setting.env
    const shown = setting.secret ? '' : ` ${JSON.stringify(value.slice(0, 80))}`
    this.problems.push(`${where}${shown}: ${parsed.issues[0].message}`)
    return setting.fallback
  }

  isGiven(name: SettingName): boolean {
    const { flag, env }: Setting<unknown> = settings[name]
    return (flag !== undefined && this.#flags[flag] !== undefined) || Boolean(this.#env[env])
  }
}

function readAll(reader: SettingReader, json: boolean): Config {
  return Object.freeze({
    port: reader.read(settings.port),
    portGiven: reader.isGiven('port'),
    host: reader.read(settings.host),
    dataDir: reader.read(settings.dataDir),
    baseUrl: reader.read(settings.baseUrl)?.replace(/\/+$/, ''),
    smtpUrl: reader.read(settings.smtpUrl),
    mailFrom: reader.read(settings.mailFrom),
    adminEmail: reader.read(settings.adminEmail),
    adminPassword: reader.read(settings.adminPassword),
    dsnKey: reader.read(settings.dsnKey),
    apiToken: reader.read(settings.apiToken),
    json,
    retentionDays: reader.read(settings.retentionDays),
    messagesPerHour: reader.read(settings.messagesPerHour),
    storeAttachments: reader.read(settings.storeAttachments),
    trustProxy: reader.read(settings.trustProxy),
    decoders: reader.read(settings.decoders),
    privateDestinations: reader.read(settings.privateDestinations),
    ownErrors: reader.read(settings.ownErrors),
    limits: Object.freeze({
      eventsPerMinutePerKey: reader.read(settings.eventsPerMinutePerKey),
      eventsPerMinute: reader.read(settings.eventsPerMinute),
      spoolBytes: reader.read(settings.spoolBytes),
      minFreeDiskBytes: reader.read(settings.minFreeDiskBytes),
      bodyBytes: reader.read(settings.bodyBytes),
      bodyBytesInFlight: reader.read(settings.bodyBytesInFlight),
    }),
  })
}

/** Variables of the library, which may stand in the same environment. */
const libraryVariables = [
  'CULPRIT_DSN',
  'CULPRIT_DEBUG',
  'CULPRIT_SPOOL_DIR',
  'CULPRIT_ENVIRONMENT',
  'CULPRIT_RELEASE',
  'CULPRIT_ROLE',
]

function unknownVariables(env: Environment): readonly string[] {
  const known = new Set([...libraryVariables, ...Object.values(settings).map(({ env: name }) => name)])
  return Object.keys(env)
    .filter((name) => name.startsWith('CULPRIT_') && !known.has(name))
    .map((name) => `${name} is no setting of the tracker and has no effect; docs/configuration.md lists them`)
}
