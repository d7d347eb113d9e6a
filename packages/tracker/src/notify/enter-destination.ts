import type { ChannelKind, ChannelSettings } from '../domain/destination.ts'
import { channelOf } from './channels/channels.ts'
import { checkSettings } from './channels/check-settings.ts'
import { plainText } from './plain-text.ts'

/** What somebody entered about a destination, on a page or by the API. Nothing of it has been checked. */
export interface EnteredDestination {
  readonly kind: ChannelKind
  readonly name: unknown
  readonly settings: Readonly<Record<string, unknown>>
}

export type CheckedDestination =
  | {
      readonly ok: true
      readonly name: string
      readonly settings: ChannelSettings
      readonly madeSecret?: string
    }
  /** By field; `name` is the name's. */
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> }

export interface EnterOptions {
  /** What the destination has now: secrets left empty stay. */
  readonly known?: ChannelSettings | undefined
  /** Returns n bytes nobody can guess, for signing secrets. */
  readonly random: (length: number) => Uint8Array
}

const maxName = 64

/** Checks what was entered. A webhook without a signing secret gets one, which can be shown this once. */
export function enterDestination(entered: EnteredDestination, options: EnterOptions): CheckedDestination {
  const channel = channelOf(entered.kind)
  const made = options.known === undefined ? makeSecret(entered, options.random) : undefined
  const settings = made === undefined ? entered.settings : { ...entered.settings, secret: made }
  const checked = checkSettings(channel, settings, options.known)
  const name = typeof entered.name === 'string' ? plainText(entered.name, maxName + 1) : ''
  const nameProblem = problemOfName(name)
  if (!checked.ok || nameProblem !== undefined) {
    const problems = checked.ok ? {} : checked.problems
    return { ok: false, problems: nameProblem === undefined ? problems : { name: nameProblem, ...problems } }
  }
  return { ok: true, name, settings: checked.settings, ...(made === undefined ? {} : { madeSecret: made }) }
}

function problemOfName(name: string): string | undefined {
  if (name === '') return 'A name is needed: what people call this place, such as #errors.'
  return name.length > maxName ? `A name has at most ${maxName} characters.` : undefined
}

function makeSecret(
  { kind, settings }: EnteredDestination,
  random: EnterOptions['random'],
): string | undefined {
  const sent = settings['secret']
  if (kind !== 'webhook' || (typeof sent === 'string' && sent.trim() !== '')) return undefined
  return Buffer.from(random(32)).toString('base64url')
}
