import { parseArgs } from 'node:util'

/** `culprit doctor`: the file to load, and what to do with what is found. */
export interface DoctorCommand {
  readonly kind: 'doctor'
  readonly file: string
  /** What comes after `--`, for the application. */
  readonly args: readonly string[]
  readonly json: boolean
  /** A report of another environment. */
  readonly compare: string | undefined
  readonly config: string | undefined
}

const options = {
  json: { type: 'boolean' },
  compare: { type: 'string' },
  config: { type: 'string' },
} as const

/**
 * Reads what follows `culprit doctor`.
 *
 * @throws {TypeError} when a flag is not known or lacks its value, or there is not one file
 */
export function parseDoctor(args: readonly string[]): DoctorCommand {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const { values, positionals } = parseArgs({ args: args.slice(0, end), options, allowPositionals: true })
  const [file, unexpected] = positionals
  if (file === undefined)
    throw new TypeError(
      'doctor: no file given; name the one that starts your application, as in `culprit doctor app.ts`',
    )
  if (unexpected !== undefined)
    throw new TypeError(
      `doctor: unexpected argument '${unexpected}'; what your application is given comes after --`,
    )
  const { json = false, compare, config } = values
  return { kind: 'doctor', file, args: args.slice(end + 1), json, compare, config }
}
