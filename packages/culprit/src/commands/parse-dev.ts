import { parseArgs } from 'node:util'

/** `culprit dev`: the file to run, what it is given, and the flags; what is absent is left to environment and file. */
export interface DevCommand {
  readonly kind: 'dev'
  readonly file: string
  /** What comes after `--`, for the application. */
  readonly args: readonly string[]
  /** `--inspect` and its siblings, for Node. */
  readonly inspect: readonly string[]
  readonly flags: DevFlags
}

/** The flags of `culprit dev`. */
interface DevFlags {
  readonly useDebugger?: boolean | undefined
  readonly useReloader?: boolean | undefined
  readonly externalDebugger?: boolean | undefined
  readonly host?: string | undefined
  readonly port?: string | undefined
  readonly extraFiles?: readonly string[] | undefined
  readonly excludePatterns?: readonly string[] | undefined
  readonly poll?: boolean | undefined
  readonly config?: string | undefined
}

const options = {
  debugger: { type: 'boolean' },
  'no-debugger': { type: 'boolean' },
  reload: { type: 'boolean' },
  'no-reload': { type: 'boolean' },
  'external-debugger': { type: 'boolean' },
  host: { type: 'string', short: 'h' },
  port: { type: 'string', short: 'p' },
  'extra-files': { type: 'string', multiple: true },
  'exclude-patterns': { type: 'string', multiple: true },
  poll: { type: 'boolean' },
  config: { type: 'string' },
} as const

/**
 * Reads what follows `culprit dev`.
 *
 * @throws {TypeError} when a flag is not known, lacks its value or contradicts another, or there is not one file
 */
export function parseDev(args: readonly string[]): DevCommand {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const own = args.slice(0, end)
  const inspect = own.filter((arg) => /^--inspect(-brk|-wait)?(=|$)/.test(arg))
  const { values, positionals } = parseArgs({
    args: own.filter((arg) => !inspect.includes(arg)),
    options,
    allowPositionals: true,
  })
  const [file, unexpected] = positionals
  if (file === undefined)
    throw new TypeError(
      'dev: no file given; write the one that starts your application, as in `culprit dev app.ts`',
    )
  if (unexpected !== undefined)
    throw new TypeError(
      `dev: unexpected argument '${unexpected}'; what your application is given comes after --`,
    )
  return {
    kind: 'dev',
    file,
    args: args.slice(end + 1),
    inspect,
    flags: {
      useDebugger: oneOf('debugger', values.debugger, values['no-debugger']),
      useReloader: oneOf('reload', values.reload, values['no-reload']),
      // Whoever stops at a breakpoint does not want the application to be started again under it (EXT-1).
      externalDebugger: values['external-debugger'] ?? (inspect.length > 0 ? true : undefined),
      host: values.host,
      port: values.port,
      extraFiles: values['extra-files'],
      excludePatterns: values['exclude-patterns'],
      poll: values.poll,
      config: values.config,
    },
  }
}

function oneOf(name: string, yes: boolean | undefined, no: boolean | undefined): boolean | undefined {
  if (yes === true && no === true)
    throw new TypeError(`dev: --${name} and --no-${name} contradict each other`)
  return yes ?? (no === undefined ? undefined : !no)
}
