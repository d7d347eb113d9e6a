/** How `run` serves; what is missing comes from the environment, then from `culprit.config.yaml`, then from the defaults. */
export interface RunOptions {
  /** Debug mode (RUN-4). @default `CULPRIT_DEBUG`; else false */
  readonly debug?: boolean | undefined
  /** Errors open the debugger. Means nothing without debug mode. @default true in debug mode */
  readonly useDebugger?: boolean | undefined
  /** The program starts again when a file that it has loaded changes. Means nothing without debug mode. @default true in debug mode */
  readonly useReloader?: boolean | undefined
  /** @default `HOST`; else 127.0.0.1 */
  readonly host?: string | undefined
  /** From 0, any that is free, to 65535. @default `PORT`; else 3000 */
  readonly port?: number | undefined
}

const types: Readonly<Record<keyof RunOptions, 'boolean' | 'string' | 'number'>> = {
  debug: 'boolean',
  useDebugger: 'boolean',
  useReloader: 'boolean',
  host: 'string',
  port: 'number',
}

/**
 * Checks names and types (RUN-1).
 *
 * @throws {TypeError} for the first that is wrong; the message names it
 */
export function checkRunOptions(options: RunOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(types, name) ? types[name as keyof RunOptions] : undefined
    if (type === undefined)
      throw new TypeError(`Unknown option '${name}' of run(). Known are ${Object.keys(types).join(', ')}.`)
    if (value !== undefined && typeof value !== type)
      throw new TypeError(
        `The option '${name}' of run() must be of type ${type}, but it was ${typeof value}.`,
      )
  }
  const { port = 0 } = options
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new TypeError(`The option 'port' of run() must be a whole number from 0 to 65535, not ${port}.`)
}
