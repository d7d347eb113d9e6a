import type { Json } from './json.ts'
import { clip, safeText } from './safe-text.ts'

/** How strings are written: `quoted` as JSON strings, `repr` as sent, since the SDK sends representations. */
export type StringStyle = 'quoted' | 'repr'

/** Kinds of value that the tree colours apart. */
export type ValueKind = 'string' | 'number' | 'literal' | 'container' | 'redacted' | 'repr'

/** A value on one line. */
export interface ValuePreview {
  readonly kind: ValueKind
  readonly text: string
}

const redacted = /^\[(?:filtered|scrubbed|redacted)[^\]]*\]$|^\*{4,}$/i

/** Returns whether a value stands for something that was taken out. */
export function isRedacted(value: Json): boolean {
  return typeof value === 'string' && value.length < 200 && redacted.test(value)
}

/** Returns how strings of an SDK's locals are to be written: Python's and its like come as `repr()`. */
export function stringStyleOf(platform: string): StringStyle {
  return platform === 'python' || platform === 'ruby' || platform === 'elixir' ? 'repr' : 'quoted'
}

/** Returns a value on one line of at most about `limit` characters. Looks at no more than the first few members. */
export function previewValue(value: Json, style: StringStyle, limit: number = 80): ValuePreview {
  if (value === null) return { kind: 'literal', text: 'null' }
  if (typeof value === 'boolean') return { kind: 'literal', text: String(value) }
  if (typeof value === 'number') return { kind: 'number', text: String(value) }
  if (typeof value === 'string') return previewString(value, style, limit)
  return { kind: 'container', text: previewContainer(value, style, limit) }
}

function previewString(value: string, style: StringStyle, limit: number): ValuePreview {
  if (isRedacted(value)) return { kind: 'redacted', text: safeText(value) }
  if (value === '<undefined>' || value === 'undefined') return { kind: 'literal', text: 'undefined' }
  const shown = safeText(clip(value, limit))
  if (style === 'repr' || /^(?:\[[A-Z][\w ]*\]|<[\w: ]+>)$/.test(value)) return { kind: 'repr', text: shown }
  return { kind: 'string', text: quote(shown) }
}

function quote(text: string): string {
  const escaped = text.replaceAll('\n', '\\n').replaceAll('\t', '\\t')
  return escaped.includes("'") ? `"${escaped.replaceAll('"', '\\"')}"` : `'${escaped}'`
}

function previewContainer(
  value: Exclude<Json, string | number | boolean | null>,
  style: StringStyle,
  limit: number,
): string {
  const isList = Array.isArray(value)
  const entries = Object.entries(value)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) return `${open}${close}`
  const parts: string[] = []
  let used = 0
  for (const [key, member] of entries.slice(0, 8)) {
    const text = briefly(member, style)
    const part = isList ? text : `${safeText(clip(key, 24))}: ${text}`
    if (parts.length > 0 && used + part.length > limit) break
    parts.push(part)
    used += part.length + 2
  }
  const rest = entries.length - parts.length
  const more = rest > 0 ? `, +${rest}` : ''
  return isList ? `${open}${parts.join(', ')}${more}${close}` : `${open} ${parts.join(', ')}${more} ${close}`
}

function briefly(value: Json, style: StringStyle): string {
  if (typeof value !== 'object' || value === null) return previewValue(value, style, 24).text
  const count = Object.keys(value).length
  return Array.isArray(value) ? `[${count}]` : `{${count}}`
}
