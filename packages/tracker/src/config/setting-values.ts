import { parseDsn } from '@culprit/wire'
import * as v from 'valibot'
import type { OwnErrors, PrivateDestinations } from './config.ts'

/** Returns a text that is not empty, of at most so many characters. */
export const text = (most: number): v.GenericSchema<string, string> =>
  v.pipe(v.string(), v.nonEmpty('must not be empty'), v.maxLength(most, `must be at most ${most} characters`))

/** Returns a whole number within bounds. */
export const integer = (least: number, most: number): v.GenericSchema<string, number> =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, `must be a whole number from ${least} to ${most}`),
    v.transform(Number),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  )

/** Yes or no, as people write it. */
export const flagValue: v.GenericSchema<string, boolean> = v.pipe(
  v.picklist(['1', '0', 'true', 'false', 'yes', 'no'], 'must be 1 or 0'),
  v.transform((word) => word === '1' || word === 'true' || word === 'yes'),
)

/** Returns a URL with one of these protocols (`https:`). */
export const url = (protocols: readonly string[]): v.GenericSchema<string, string> =>
  v.pipe(
    text(2000),
    v.check(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    ),
  )

/** A mail address. */
export const address: v.GenericSchema<string, string> = v.pipe(
  text(254),
  v.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be a mail address'),
)

/** `1`, `0`, or what may be reached: `chat.lan, 10.1.0.0/16`. */
export const privateDestinations: v.GenericSchema<string, PrivateDestinations> = v.pipe(
  text(4000),
  v.regex(
    /^[\w.:[\]/-]+(\s*,\s*[\w.:[\]/-]+)*$/,
    'must be 1, 0, or host names, addresses and networks with commas between them',
  ),
  v.transform((value): PrivateDestinations => {
    const entries = value
      .toLowerCase()
      .split(',')
      .map((entry) => entry.trim().replace(/^\[|\]$/g, ''))
    const [first] = entries
    if (entries.length === 1 && first !== undefined && v.is(flagValue, first))
      return { all: v.parse(flagValue, first), allowed: [] }
    return { all: false, allowed: entries }
  }),
)

/** Where the tracker's own errors go. */
export const ownErrors: v.GenericSchema<string, OwnErrors> = v.pipe(
  text(2000),
  v.check(
    (value) => value === 'internal' || value === 'off' || parseDsn(value) !== undefined,
    'must be internal, off, or the DSN of a project',
  ),
  v.transform((value): OwnErrors =>
    value === 'internal' || value === 'off' ? { kind: value } : { kind: 'dsn', dsn: value },
  ),
)
