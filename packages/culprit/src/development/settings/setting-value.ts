import { UsageError } from '../usage-error.ts'
import type { Setting } from './setting.ts'

/** What a setting can be. */
export type SettingValue = boolean | string | number | readonly string[]

/**
 * Returns the value of a setting as it was given: typed in a file, as a text elsewhere.
 *
 * @throws {UsageError} when it is none; `place` says where it was given
 */
export function settingValue({ kind }: Setting, value: unknown, place: string): SettingValue {
  const parsed = parsers[kind](value)
  if (parsed !== undefined) return parsed
  throw new UsageError(`${place} must be ${wanted[kind]}, not ${JSON.stringify(value)}`)
}

const wanted: Readonly<Record<Setting['kind'], string>> = {
  boolean: 'true or false',
  text: 'a text',
  port: 'a whole number from 0 to 65535',
  list: 'a list of texts',
}

const parsers: Readonly<Record<Setting['kind'], (value: unknown) => SettingValue | undefined>> = {
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  text: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  port: (value) => {
    const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value
    return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port < 65536 ? port : undefined
  },
  list: (value) => (Array.isArray(value) && value.every(isText) ? value : undefined),
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Returns a switch as an environment variable gives it (CLI-2): on, unless it is `0`, `false` or `no`. */
export function isOn(text: string): boolean {
  return !/^(0|false|no)$/i.test(text)
}
