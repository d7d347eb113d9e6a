import { crashFrame, raisedException } from './crash-frame.ts'
import type { GroupingInput } from './grouping-input.ts'

const MAX_TITLE = 256
const MAX_CULPRIT = 200
const MAX_VALUE = 1024
const MAX_PATH_PARTS = 3

/**
 * How an event is called in lists. `title` is at most 256 characters, `culprit` 200: the transaction, or
 * `file in function` of the frame that crashed (the file alone when the function has no name), or empty. `filename`
 * is as sent. `value` is the exception's value, at most 1,024.
 */
export interface EventDescription {
  readonly title: string
  readonly type?: string | undefined
  readonly value?: string | undefined
  readonly culprit: string
  readonly filename?: string | undefined
  readonly function?: string | undefined
}

/** Returns what an event is called: its title, its culprit, and the file and function where it crashed. */
export function describeEvent(input: GroupingInput): EventDescription {
  const frame = crashFrame(input)
  const filename = frame?.filename ?? frame?.absPath
  const raised = raisedException(input)
  return {
    title: cut(titleOf(input), MAX_TITLE),
    type: raised?.type,
    value: raised?.value === undefined ? undefined : cut(raised.value, MAX_VALUE),
    culprit: cut(input.transaction || placeOf(filename ?? '', frame?.function ?? ''), MAX_CULPRIT),
    filename,
    function: frame?.function,
  }
}

const NAMELESS =
  /^(?:\?|<?\(?(?:anonymous(?: function)?|unknown)\)?>?|<(?:global|module|lambda)>|\{closure\})$/i

function placeOf(filename: string, name: string): string {
  const parts = [shortPath(filename), NAMELESS.test(name) ? '' : name]
  return parts.filter((part) => part !== '').join(' in ')
}

/** An absolute path or address keeps its last three parts: where a release lies on a machine says nothing. */
function shortPath(path: string): string {
  const absolute = /^(?:[a-z][a-z+.-]*:\/\/[^/]*)?[/\\]|^[A-Za-z]:[/\\]/.exec(path)
  const parts = path.slice(absolute?.[0].length ?? 0).split(/[/\\]/)
  return absolute && parts.length > MAX_PATH_PARTS ? parts.slice(-MAX_PATH_PARTS).join('/') : path
}

function titleOf(input: GroupingInput): string {
  const raised = raisedException(input)
  if (raised !== undefined) {
    const value = firstLine(raised.value ?? '')
    // A synthetic type says nothing, so the place stands in for it where the message is missing too.
    const type =
      raised.synthetic === true ? (value === '' ? crashFrame(input)?.function : undefined) : raised.type
    const title = [type, value].filter((part) => part !== undefined && part !== '').join(': ')
    if (title !== '') return title
  }
  const { security } = input
  if (security !== undefined) return `Blocked ${security.directive} from ${security.blocked}`
  return firstLine(input.message ?? '') || '<unlabeled event>'
}

function firstLine(text: string): string {
  return (
    text
      .slice(0, MAX_VALUE)
      .trimStart()
      .split(/[\n\r\u2028\u2029]/, 1)[0]
      ?.trimEnd() ?? ''
  )
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text
}
