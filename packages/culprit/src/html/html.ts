/** Text that is markup already, so that `html` puts it in as it is. Make one with `html` or `raw`, never from foreign text. */
export class SafeHtml {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** Returns the markup. */
  toString(): string {
    return this.#text
  }
}

/** What may stand in a hole of `html`. Nothing comes of null, undefined and booleans; arrays are joined. */
export type HtmlValue =
  | SafeHtml
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly HtmlValue[]

/**
 * Returns a template as markup; what stands in its holes is escaped, safe in text and in quoted attributes (never put
 * one into an unquoted attribute, a script or a style).
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  let text = strings[0] ?? ''
  // Counted: a pair for each hole would be most of what a page leaves to be collected.
  for (let hole = 0; hole < values.length; hole++) text += markup(values[hole]) + (strings[hole + 1] ?? '')
  return new SafeHtml(text)
}

/** Returns text as markup without escaping it: only for what this program wrote itself. */
export function raw(text: string): SafeHtml {
  return new SafeHtml(text)
}

/** Returns text with the five characters replaced that mean something in HTML: `I'm` becomes `I&#39;m`. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function markup(value: HtmlValue): string {
  if (value === null || value === undefined || typeof value === 'boolean') return ''
  if (value instanceof SafeHtml) return value.toString()
  if (typeof value === 'string') return escapeHtml(value)
  return isList(value) ? value.map(markup).join('') : escapeHtml(String(value))
}

function isList(value: HtmlValue): value is readonly HtmlValue[] {
  return Array.isArray(value)
}
