const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu

/**
 * Returns a stranger's text as one line that is safe to put in a mail: runs of control characters and line breaks
 * become a space, characters that reverse or hide text become U+FFFD, lone surrogates too. Cut at `limit` characters
 * with an ellipsis.
 */
export function plainText(text: string, limit: number): string {
  // Cut first: the text may be huge, and everything below is linear in what is left.
  const cut = text
    .slice(0, limit * 2)
    .replace(controls, ' ')
    .replace(invisible, '\ufffd')
    .toWellFormed()
    .trim()
  const whole = cut.length <= limit && text.length <= limit * 2
  return whole ? cut : `${cut.slice(0, limit - 1).toWellFormed()}…`
}
