/**
 * Returns a text escaped one code point at a time, of at most `limit` UTF-16 units after escaping; what does not fit
 * is an ellipsis. Cutting what is escaped already would leave halves of escapes, such as `&am`.
 */
export function escapeWithin(text: string, limit: number, escape: (char: string) => string): string {
  const parts: string[] = []
  let length = 0
  // What is to be cut ends here, so that the ellipsis has room.
  let keep = 0
  for (const char of text) {
    const escaped = escape(char)
    if (length + escaped.length > limit) return `${parts.slice(0, keep).join('')}…`
    parts.push(escaped)
    length += escaped.length
    if (length <= limit - 1) keep = parts.length
  }
  return parts.join('')
}

/** Returns a text cut at `limit` UTF-16 units, never inside a surrogate pair. */
export function cut(text: string, limit: number): string {
  return escapeWithin(text, limit, (char) => char)
}

/** Returns how many bytes of UTF-8 a text is. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Returns a text of at most `limit` bytes of UTF-8. */
export function cutBytes(text: string, limit: number): string {
  if (byteLength(text) <= limit) return text
  const parts: string[] = []
  let bytes = byteLength('…')
  for (const char of text) {
    bytes += byteLength(char)
    if (bytes > limit) break
    parts.push(char)
  }
  return `${parts.join('')}…`
}
