/** Control characters other than line feed and tab; terminals and mail programs do things on them. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/**
 * Returns a text for the body of a mail: line ends as `\n`, no control characters, at most `limit` characters and then
 * a line that says how many were left out of `length`.
 */
export function boundText(text: string, limit: number, length: number = text.length): string {
  const over = Math.max(text.length, length) - limit
  const kept = text.slice(0, limit).replaceAll('\r\n', '\n').replace(controls, '\ufffd').toWellFormed()
  return over > 0 ? `${kept}\n[${over} characters left out]` : kept
}
