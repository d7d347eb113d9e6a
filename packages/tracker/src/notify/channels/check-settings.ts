import type { ChannelSettings } from '../../domain/destination.ts'
import type { Channel, ChannelField } from './channel.ts'

/** What was entered, in order: the settings to keep, or what is wrong by field. */
export type CheckedSettings =
  | { readonly ok: true; readonly settings: ChannelSettings }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> }

const maxLength = 2000

/**
 * Checks what was entered for a channel. Empty fields are left out; of `known` they keep what was there before, so that
 * a form need not show secrets to keep them. Fields that the channel does not have are dropped.
 */
export function checkSettings(
  channel: Channel,
  entered: Readonly<Record<string, unknown>>,
  known: ChannelSettings = {},
): CheckedSettings {
  const problems: Record<string, string> = {}
  const settings: Record<string, string> = {}
  for (const field of channel.fields) {
    const sent = entered[field.name]
    const text = typeof sent === 'string' ? sent.trim() : ''
    const value = text === '' && isSecret(field) ? known[field.name] : text
    if (value === undefined || value === '') {
      if (field.required) problems[field.name] = `${field.label} is needed.`
      continue
    }
    const problem = problemOf(field, value)
    if (problem === undefined) settings[field.name] = value
    else problems[field.name] = problem
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, settings }
}

/** Returns whether a field is never shown again once it was entered. */
export function isSecret({ type }: ChannelField): boolean {
  return type === 'secret' || type === 'secret-url'
}

function problemOf(field: ChannelField, value: string): string | undefined {
  if (value.length > maxLength) return `At most ${maxLength} characters.`
  if (field.type === 'url' || field.type === 'secret-url') return urlProblem(value)
  // A line break in a token would be a header of its own.
  if (/[^\u0020-\u{10ffff}]|\u007f/u.test(value)) return 'Control characters cannot be used here.'
  return field.pattern === undefined || field.pattern.regex.test(value) ? undefined : field.pattern.problem
}

function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'This is no URL. It begins with https://.'
  const { protocol, username, password } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return 'Only https:// and http:// can be used here.'
  return username === '' && password === '' ? undefined : 'Leave user and password out of the URL.'
}
