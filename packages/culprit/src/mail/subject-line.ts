const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu

/** The longest subject of a mail, in UTF-16 code units. */
export const maxSubject = 120

/** What a subject is made of. */
export interface SubjectParts {
  readonly application?: string | undefined
  readonly environment?: string | undefined
  readonly title: string
  /** Occurrences that a digest stands for. */
  readonly count?: number | undefined
}

/** Returns `[app env] KeyError: message (x12)`, one line of at most 120 characters; the title is what gets cut. */
export function subjectLine({ application, environment, title, count }: SubjectParts): string {
  const names = [application, environment].filter((name) => name !== undefined && name !== '')
  const before = names.length === 0 ? '' : `[${oneLine(names.join(' '), 50)}] `
  const after = count === undefined ? '' : ` (x${count})`
  return before + oneLine(title, maxSubject - before.length - after.length) + after
}

/**
 * Returns a text as one line that can stand in a header: control characters and line breaks become a space, characters
 * that hide or reverse text U+FFFD. Cut at `limit` with an ellipsis.
 */
export function oneLine(text: string, limit: number): string {
  // Cut first: the text may be huge, and everything below is linear in what is left.
  const line = text
    .slice(0, limit * 2)
    .replace(controls, ' ')
    .replace(invisible, '\ufffd')
    .toWellFormed()
    .trim()
  if (line.length <= limit && text.length <= limit * 2) return line
  return `${line.slice(0, limit - 1).toWellFormed()}…`
}
