import type { ChannelSettings } from '../../domain/destination.ts'
import type { Channel, ChannelField } from './channel.ts'
import { isSecret } from './check-settings.ts'

/** What stands in the place of a secret. */
export const filtered = '[Filtered]'

/** Returns what of the settings may be shown: secrets by their last characters, secret URLs by their host. */
export function maskSettings(channel: Channel, settings: ChannelSettings): ChannelSettings {
  const shown = channel.fields.flatMap((field) => {
    const value = settings[field.name]
    return value === undefined ? [] : [[field.name, maskField(field, value)] as const]
  })
  return Object.fromEntries(shown)
}

/** Returns a function that takes the secrets out of a text, however they are spelled in it. Hosts stay. */
export function createMask(channel: Channel, settings: ChannelSettings): (text: string) => string {
  const secrets = channel.fields.filter(isSecret).flatMap((field) => {
    const value = settings[field.name]
    return value === undefined ? [] : spellings(field, value)
  })
  // Longest first: a path is masked whole before its parts are.
  const ordered = [...new Set(secrets)].toSorted((a, b) => b.length - a.length)
  return (text) => ordered.reduce((rest, secret) => rest.replaceAll(secret, filtered), text)
}

/** A shorter text is masked nowhere, or `/hook` would be missing from every text. No service's secret is that short. */
const shortest = 8

function spellings(field: ChannelField, value: string): readonly string[] {
  const texts = field.type === 'secret-url' && URL.canParse(value) ? urlParts(new URL(value)) : [value]
  return texts
    .flatMap((text) => [text, encodeURIComponent(text), encodeURI(text), decoded(text)])
    .filter((text) => text.length >= shortest)
}

/** The host of a URL is no secret, everything after it may be. */
function urlParts({ pathname, search }: URL): readonly string[] {
  return [pathname + search, pathname, search, ...pathname.split('/').filter((part) => part.length >= 16)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function maskField(field: ChannelField, value: string): string {
  if (!isSecret(field)) return value
  const end = value.length >= 24 ? `…${value.slice(-4)}` : '…'
  return field.type === 'secret-url' && URL.canParse(value) ? `${new URL(value).origin}/${end}` : end
}
