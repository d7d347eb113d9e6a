/** Longest text shown at once, in characters; longer ones are clipped with a way to see all. */
export const textLimit = 2048

/** Longest text that "show all" brings; what is longer is in the event's JSON. */
export const textHardLimit = 200_000

/**
 * Returns text from strangers with everything invisible made visible, so that what is read is what is there:
 * control characters become their pictures (U+2400 ff.; tab and newline stay), bidirectional controls,
 * zero-width and other invisible format characters become `<U+202E>`, lone surrogates U+FFFD.
 * See Unicode UAX 9 for the bidirectional controls ("Trojan Source", CVE-2021-42574).
 */
export function safeText(text: string): string {
  return text
    .toWellFormed()
    .replace(unsafe, (char, at: number, whole: string) =>
      char === '\u200d' && joinsEmoji(whole, at) ? char : picture(char),
    )
}

const unsafe: RegExp =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u034f|\u17b4|\u17b5/gu

/** Joined emoji (families, flags) hold a zero-width joiner that hides nothing. */
const emoji: RegExp = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)/u

function joinsEmoji(text: string, at: number): boolean {
  const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? ''
  return emoji.test(before) && emoji.test(text.slice(at + 1, at + 3))
}

function picture(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code === 0x0d) return ''
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/** Returns the first `limit` characters, never half a surrogate pair, with an ellipsis where something was cut. */
export function clip(text: string, limit: number = textLimit): string {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 1)
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)}\u2026`
}

/** Returns a size in characters as a person reads it: `812`, `48 kB`, `1.2 MB`. */
export function formatSize(characters: number): string {
  if (characters < 1000) return String(characters)
  if (characters < 1_000_000) return `${Math.round(characters / 1000)} kB`
  return `${(characters / 1_000_000).toFixed(1)} MB`
}
