/** How a text stands in its field: left, right, centred, or padded between sign and digits. */
export type Alignment = '<' | '>' | '^' | '='

const SIGN = /^[-+ ]?(?:0[xXob])?/

/** Returns a text filled up to `width` characters; longer ones are left as they are. */
export function pad(text: string, width: number, fill: string, align: Alignment): string {
  if (text.length >= width) return text
  switch (align) {
    case '<':
      return text.padEnd(width, fill)
    case '>':
      return text.padStart(width, fill)
    case '^':
      return text.padStart(text.length + Math.floor((width - text.length) / 2), fill).padEnd(width, fill)
    case '=': {
      const sign = SIGN.exec(text)?.[0] ?? ''
      return sign + text.slice(sign.length).padStart(width - sign.length, fill)
    }
  }
}
