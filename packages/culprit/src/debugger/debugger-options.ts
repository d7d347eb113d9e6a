import type { DebuggedFrame } from './debugged-error.ts'
import type { Hiding } from './model/hidden-frames.ts'
import { loopbackHosts } from './trust/host-trust.ts'

/** How an application is debugged, under `debugger` of its options; everything has a default. */
export interface DebuggerOptions {
  /** Runs code in frames; false leaves the pages without consoles (RUN-7). @default true */
  readonly evaluate?: boolean | undefined
  /** More names by which this machine is reached, as in `Host`; a leading dot takes in subdomains. @default none */
  readonly trustedHosts?: readonly string[] | undefined
  /** A console without an error at `/-/culprit/console`. @default false */
  readonly console?: boolean | undefined
  /** Failures whose frames are kept alive. @default 20 */
  readonly maxFailures?: number | undefined
  /** Bytes that kept failures may hold, about. @default 64,000,000 */
  readonly maxBytes?: number | undefined
  /** Which frames are not shown, from the oldest call to the throw; see the manual. @default none */
  readonly hideFrames?: ((frame: DebuggedFrame) => Hiding | undefined) | undefined
  /** Debugs with NODE_ENV=production, too: whoever finds a hole then runs code on the server. @default false */
  readonly allowInProduction?: boolean | undefined
}

const checks: Readonly<
  Record<keyof DebuggerOptions, readonly [isValid: (value: unknown) => boolean, must: string]>
> = {
  evaluate: [(value) => typeof value === 'boolean', 'be a boolean'],
  trustedHosts: [
    (value) =>
      Array.isArray(value) &&
      value.every((host) => typeof host === 'string' && /^\.?[a-z\d.[\]:-]+$/i.test(host)),
    'be a list of host names without port',
  ],
  console: [(value) => typeof value === 'boolean', 'be a boolean'],
  maxFailures: [isCount, 'be a whole number from 1 on'],
  maxBytes: [isCount, 'be a whole number from 1 on'],
  hideFrames: [(value) => typeof value === 'function', 'be a function'],
  allowInProduction: [(value) => typeof value === 'boolean', 'be a boolean'],
}

/**
 * Checks the options.
 *
 * @throws {TypeError} for the first that is not known or wrong; the message names it.
 */
export function checkDebuggerOptions(options: DebuggerOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof DebuggerOptions] : undefined
    if (check === undefined)
      throw new TypeError(`Unknown option 'debugger.${name}'. Known are ${Object.keys(checks).join(', ')}.`)
    if (value !== undefined && !check[0](value))
      throw new TypeError(`The option 'debugger.${name}' must ${check[1]}.`)
  }
}

/** Returns the names that are trusted; `own` is the name that the server was told to listen on, if it was (HST-3). */
export function trustedHostsOf(
  { trustedHosts = [] }: DebuggerOptions,
  own: string | undefined,
): readonly string[] {
  const isOne = own !== undefined && own !== '' && !['0.0.0.0', '::', '[::]'].includes(own)
  return [...loopbackHosts, ...(isOne ? [own.includes(':') ? `[${own}]` : own] : []), ...trustedHosts]
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}
