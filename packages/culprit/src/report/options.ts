import type { Redactor } from '@culprit/redact'
import { createRedactor } from '@culprit/redact'
import { parseDsn, type SentEvent } from '@culprit/wire'
import type { ErrorClass } from '../handlers/error-handler.ts'
import type { SendHint } from './capture-hint.ts'
import type { TagValue } from './report-scope.ts'

/** How local variables are captured; see the manual's chapter on reporting. */
export interface LocalVariablesOptions {
  /** The share of the process's time that may be spent on it, above 0 to 1. @default 0.01 */
  readonly share?: number | undefined
  /** Frames of the application whose variables are read, nearest the throw. */
  readonly maxFrames?: number | undefined
  readonly maxDepth?: number | undefined
  readonly maxWidth?: number | undefined
  readonly maxString?: number | undefined
  readonly maxBytes?: number | undefined
}

/** How an application reports, under `report` of its options; everything has a default. */
export interface ReportOptions {
  /** The share of errors that is reported, 0 to 1. @default 1 */
  readonly sampleRate?: number | undefined
  /**
   * Errors that are not reported: by class, by text that the name is or the message contains, or by pattern of
   * `Name: message`. Only the error itself counts, not its causes.
   */
  readonly ignore?: readonly (string | RegExp | ErrorClass)[] | undefined
  /**
   * Sees, and may replace, each event as it would be sent; null drops it. An event whose `beforeSend` fails is not
   * sent, since it may have been about to take secrets out.
   */
  readonly beforeSend?: ((event: SentEvent, hint: SendHint) => SentEvent | null) | undefined
  /** The latest breadcrumbs that are sent, 0 to 100. @default 100 */
  readonly maxBreadcrumbs?: number | undefined
  /** @default true */
  readonly localVariables?: boolean | LocalVariablesOptions | undefined
  /** Characters of a request's body that are sent; 0 sends none. @default 10,000 */
  readonly maxRequestBody?: number | undefined
  /** The directory in which reports wait; `false`: in memory only. @default `report` below `CULPRIT_SPOOL_DIR`, else in the user's cache */
  readonly spoolDir?: string | false | undefined
  /** The URL of an HTTP proxy. */
  readonly proxy?: string | undefined
  /** How long one request to the server may take. @default 10,000 */
  readonly timeoutMs?: number | undefined
  /**
   * Events a second that are made in the long run, and what 12.5 seconds give at once. Of more, the first of each kind
   * are made; the rest is counted. @default 20
   */
  readonly maxPerSecond?: number | undefined
  /** Events that wait in memory. @default 500 */
  readonly maxQueue?: number | undefined
  /** Bytes of one event; more is cut. At most 1,000,000, the protocol's limit being 1 MiB. @default 1,000,000 */
  readonly maxBodyBytes?: number | undefined
  /** What is a secret. @default the rules of `@culprit/redact` */
  readonly redactor?: Redactor | undefined
  /** Tags of every event. */
  readonly tags?: Readonly<Record<string, TagValue>> | undefined
  /** @default the host's name */
  readonly serverName?: string | undefined
}

/** What decides whether and as whom an application reports. */
export interface ReportIdentity {
  /** Where to report; undefined or empty: nothing is reported, and nothing is spent on it. */
  readonly dsn?: string | undefined
  readonly environment?: string | undefined
  readonly release?: string | undefined
}

/** The options with their defaults. */
export interface ReportSettings {
  readonly dsn: string | undefined
  readonly environment: string
  readonly release: string | undefined
  readonly serverName: string | undefined
  readonly sampleRate: number
  readonly ignore: readonly (string | RegExp | ErrorClass)[]
  readonly beforeSend: ((event: SentEvent, hint: SendHint) => SentEvent | null) | undefined
  readonly maxBreadcrumbs: number
  readonly localVariables: LocalVariablesOptions | false
  readonly maxRequestBody: number
  readonly spoolDir: string | false | undefined
  readonly proxy: string | undefined
  readonly timeoutMs: number
  readonly maxPerSecond: number
  readonly maxQueue: number
  readonly maxBodyBytes: number
  readonly redactor: Redactor
  readonly tags: Readonly<Record<string, TagValue>>
}

/**
 * Returns the options with defaults for what is missing.
 *
 * @throws {TypeError} when an option is not known or wrong; the message names it by its path, and never shows a DSN.
 */
export function toReportSettings(identity: ReportIdentity, options: ReportOptions = {}): ReportSettings {
  checkIdentity(identity)
  checkReportOptions(options)
  const { dsn, environment = 'production', release } = identity
  const { localVariables = true } = options
  return Object.freeze({
    dsn: dsn === '' ? undefined : dsn,
    environment: toName(environment, 64),
    release: release === undefined ? undefined : toName(release, 200),
    serverName: options.serverName?.slice(0, 256),
    sampleRate: options.sampleRate ?? 1,
    ignore: options.ignore ?? [],
    beforeSend: options.beforeSend,
    maxBreadcrumbs: options.maxBreadcrumbs ?? 100,
    localVariables: localVariables === true ? {} : localVariables,
    maxRequestBody: options.maxRequestBody ?? 10_000,
    spoolDir: options.spoolDir,
    proxy: options.proxy,
    timeoutMs: options.timeoutMs ?? 10_000,
    maxPerSecond: options.maxPerSecond ?? 20,
    maxQueue: options.maxQueue ?? 500,
    maxBodyBytes: options.maxBodyBytes ?? 1_000_000,
    redactor: options.redactor ?? createRedactor(),
    tags: options.tags ?? {},
  })
}

/** Servers take no environment or release with a slash, a tab or a line end in it, and none that is longer. */
function toName(text: string, max: number): string {
  return text.replaceAll(/[\\/\n\r\t]+/g, '-').slice(0, max)
}

/** A test of a value with the words that say what it must be. */
type Check = readonly [isValid: (value: unknown) => boolean, must: string]

const isText = (value: unknown): boolean => typeof value === 'string'
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const text: Check = [isText, 'be a text']
const countUpTo = (max: number): Check => [
  (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max,
  `be a whole number from 0 to ${max}`,
]
const share: Check = [
  (value) => typeof value === 'number' && value > 0 && value <= 1,
  'be a number above 0, at most 1',
]

const checks: Readonly<Record<keyof ReportOptions, Check>> = {
  sampleRate: [(value) => typeof value === 'number' && value >= 0 && value <= 1, 'be a number from 0 to 1'],
  ignore: [
    (value) => Array.isArray(value) && value.every(isIgnoreRule),
    'be a list of texts, patterns and classes of errors',
  ],
  beforeSend: [(value) => typeof value === 'function', 'be a function'],
  maxBreadcrumbs: countUpTo(100),
  localVariables: [(value) => typeof value === 'boolean' || isObject(value), 'be a boolean or an object'],
  maxRequestBody: countUpTo(500_000),
  spoolDir: [(value) => value === false || isText(value), 'be a path or false'],
  proxy: [(value) => isText(value) && URL.canParse(String(value)), 'be a URL'],
  timeoutMs: countUpTo(600_000),
  maxPerSecond: [
    (value) => typeof value === 'number' && value > 0 && value <= 1e6,
    'be a number above 0, at most 1000000',
  ],
  maxQueue: countUpTo(100_000),
  maxBodyBytes: [
    (value) => typeof value === 'number' && value >= 1000 && value <= 1_000_000,
    'be a number from 1000 to 1000000',
  ],
  redactor: [isObject, 'be a redactor'],
  tags: [isObject, 'be an object'],
  serverName: text,
}

const variablesChecks: Readonly<Record<keyof LocalVariablesOptions, Check>> = {
  share,
  maxFrames: countUpTo(100),
  maxDepth: countUpTo(10),
  maxWidth: countUpTo(1000),
  maxString: countUpTo(100_000),
  maxBytes: countUpTo(500_000),
}

function checkIdentity({ dsn, environment, release }: ReportIdentity): void {
  for (const [key, value] of Object.entries({ dsn, environment, release })) check(key, value, text)
  if (dsn !== undefined && dsn !== '' && parseDsn(dsn) === undefined) {
    throw new TypeError(
      "The option 'dsn' is no DSN. It looks like https://PUBLIC_KEY@HOST/PROJECT_ID; the tracker prints it when it starts.",
    )
  }
}

function checkReportOptions(options: ReportOptions): void {
  checkMembers('report', options, checks)
  const { localVariables } = options
  if (typeof localVariables === 'object')
    checkMembers('report.localVariables', localVariables, variablesChecks)
}

function checkMembers(path: string, options: object, all: Readonly<Record<string, Check>>): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`The option '${path}' must be an object.`)
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(all, key)) {
      throw new TypeError(`Unknown option '${path}.${key}'. Known are ${Object.keys(all).join(', ')}.`)
    }
    const rule = all[key]
    if (rule !== undefined) check(`${path}.${key}`, value, rule)
  }
}

function check(path: string, value: unknown, [isValid, must]: Check): void {
  if (value !== undefined && !isValid(value)) throw new TypeError(`The option '${path}' must ${must}.`)
}

function isIgnoreRule(value: unknown): boolean {
  return isText(value) || value instanceof RegExp || typeof value === 'function'
}
