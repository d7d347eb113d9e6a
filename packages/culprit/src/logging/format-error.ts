import { errorChain, type ChainLink } from '@culprit/stack'

/** Longest text of one error with all its causes; the rest is cut off. */
const MAX_TEXT = 1_000_000

/**
 * Returns the text of a thrown value as tracebacks are shown: its stack, then each cause under `Caused by: ` and
 * each member of an AggregateError under `Error 1 of 3: `. No trailing line end. Control characters other than line
 * feeds and tabs are escaped, so that no message steers the terminal it is read in. At most 32 errors and a million
 * characters; never throws.
 */
export function errorText(error: unknown): string {
  const links = errorChain(error)
  const text = links.map((link) => heading(link, links) + linkText(link)).join('\n')
  return text.slice(0, MAX_TEXT).replace(CONTROLS, escapeControl).trimEnd()
}

const CONTROLS = /\r(?!\n)|[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

function escapeControl(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
}

function heading(link: ChainLink, links: readonly ChainLink[]): string {
  if (link.relation === 'cause') return 'Caused by: '
  if (link.relation !== 'aggregate') return ''
  const members = links.filter(({ relation, parent }) => relation === 'aggregate' && parent === link.parent)
  return `Error ${members.indexOf(link) + 1} of ${members.length}: `
}

function linkText({ type, message, stack, isError }: ChainLink): string {
  if (stack !== undefined) return stack.trimEnd()
  const name = isError ? type : `Thrown ${type}`
  return message === '' ? name : `${name}: ${message}`
}
