/** An address that may be linked to. */
export interface WebAddress {
  readonly href: string
  readonly host: string
}

/**
 * Returns an address from strangers when it is plain http or https, without credentials and at most 2,000
 * characters of visible ASCII; undefined otherwise (`javascript:`, `data:`, disguised hosts).
 */
export function webAddress(text: string): WebAddress | undefined {
  if (text.length > 2000) return undefined
  const match = /^https?:\/\/([a-z0-9.\-[\]:]{1,255})(?:[/?#][\x21-\x7e]*)?$/i.exec(text)
  return match?.[1] === undefined ? undefined : { href: text, host: match[1].toLowerCase() }
}
