/** Returns an address trimmed, or undefined when the text cannot be one. At most 254 characters, no blanks or control characters. */
export function parseEmail(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const email = text.trim()
  return email.length <= 254 && /^[^\s@<>,;:"\p{Cc}]+@[^\s@<>,;:"\p{Cc}]+$/u.test(email) ? email : undefined
}
