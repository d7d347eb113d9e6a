/** What a JSON text says, or that it says nothing; `detail` is meant for the sender. */
export type SentJson =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'invalid'; readonly detail: string }

const utf8 = new TextDecoder('utf-8')

/**
 * Returns what a sent JSON text says. Bare `NaN`, `Infinity` and `-Infinity` are read as null: older Python clients
 * write them (Relay rewrites them likewise). Never throws; bytes that are no UTF-8 become replacement characters.
 */
export function parseSentJson(bytes: Uint8Array): SentJson {
  const text = utf8.decode(bytes)
  const strict = tryParse(text)
  if (strict.kind === 'json') return strict
  const rewritten = rewriteBareNumbers(text)
  return rewritten === text ? strict : tryParse(rewritten)
}

/**
 * Returns the text with every bare `NaN`, `Infinity` and `-Infinity` outside strings replaced by `null`.
 * One pass, linear in the length; text without any of them comes back unchanged.
 */
export function rewriteBareNumbers(text: string): string {
  if (!text.includes('NaN') && !text.includes('Infinity')) return text
  let out = ''
  let at = 0
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    const outsideEnd = quote < 0 ? text.length : quote
    out += text.slice(at, outsideEnd).replace(/NaN|-?Infinity/g, 'null')
    if (quote < 0) break
    at = stringEnd(text, quote)
    out += text.slice(quote, at)
  }
  return out
}

/** Returns the place after the closing quote of the string that begins at `open`. */
function stringEnd(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at += 1
    else if (code === 0x22) return at + 1
  }
  return text.length
}

function tryParse(text: string): SentJson {
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch (error) {
    return {
      kind: 'invalid',
      detail: `invalid JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`,
    }
  }
}
