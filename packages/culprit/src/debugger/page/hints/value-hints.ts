import { clip } from '@culprit/view'
import { currentLine } from '../failure-words.ts'
import { expressionBefore, rootOf } from './expression-before.ts'
import type { Hint, HintFacts } from './hint.ts'
import { nearestName } from './nearest-name.ts'

/** A property of undefined or null was read: says which expression that is, and what its variable holds. */
export const undefinedProperty: Hint = ({ type, message, frame }) => {
  const match =
    /^Cannot (?:read|set) properties of (undefined|null) \((?:reading|setting) '([^']{1,100})'\)/.exec(
      message,
    )
  if (type !== 'TypeError' || !match || !frame) return undefined
  const expression = expressionBefore(frame)
  if (expression === undefined) return `Probably what stands before \`.${match[2]}\` is ${match[1]}.`
  const root = rootOf(expression, frame)
  const holds =
    root && root.name !== expression ? `: \`${root.name}\` is ${clip(root.value.preview, 80)}` : ''
  return `Probably \`${expression}\` is ${match[1]}${holds}.`
}

/** A Promise was used as if it were its value. */
export const missingAwait: Hint = ({ type, message, frame }) => {
  const suspicious = /is not (?:a function|iterable)|^Cannot (?:read|destructure|set)/.test(message)
  if (type !== 'TypeError' || !suspicious || !frame) return undefined
  const line = currentLine(frame) ?? ''
  const used = frame.variables.find(
    ({ name, value }) => value.kind === 'promise' && /^[\w$]+$/.test(name) && mentions(line, name),
  )
  return used && `Probably an \`await\` is missing: \`${used.name}\` is a Promise.`
}

function mentions(line: string, name: string): boolean {
  return line.split(/[^\w$]+/).includes(name)
}

/** Something was spread or looped over that is no list. */
export const notIterable: Hint = ({ type, message, frame }) => {
  const name = /^(?:Spread syntax requires .{0,60}|([\w$.[\]()]{1,80})) is not iterable/.exec(message)?.[1]
  if (type !== 'TypeError' || name === undefined || !frame) return undefined
  const root = rootOf(name, frame)
  if (root?.value.kind === 'promise') return undefined
  const holds = root && root.name === name ? `; it is ${clip(root.value.preview, 80)}` : ''
  const entries = root?.value.kind === 'object' ? ' Object.entries() makes a list of an object.' : ''
  return `Probably \`${name}\` is no array, Map or Set${holds}.${entries}`
}

/** Something was called that is no function. */
export const notFunction: Hint = ({ type, message, frame }) => {
  const name = /^([\w$.]{1,80}) is not a function/.exec(message)?.[1]
  if (type !== 'TypeError' || name === undefined || !frame) return undefined
  const root = rootOf(name, frame)
  if (root?.value.kind === 'promise') return undefined
  const holds = root && root.name !== name ? `: \`${root.name}\` is ${clip(root.value.preview, 80)}` : ''
  return `Probably \`${name}\` is misspelt, or not what you expect here${holds}.`
}

/** A name that is nowhere: the nearest one in scope, or what modules lack. */
export const notDefined: Hint = ({ type, message, frame }) => {
  const name = /^([\w$]{1,80}) is not defined/.exec(message)?.[1]
  if (type !== 'ReferenceError' || name === undefined) return undefined
  const standIn = moduleNames.get(name)
  if (standIn !== undefined)
    return `Probably this file is an ES module, which has no \`${name}\`; use ${standIn}.`
  const near = nearestName(
    name,
    (frame?.variables ?? []).map((variable) => variable.name),
  )
  return near === undefined ? undefined : `Probably \`${near}\` was meant, which is in scope here.`
}

const moduleNames: ReadonlyMap<string, string> = new Map([
  ['require', '`import`'],
  ['module', '`export`'],
  ['exports', '`export`'],
  ['__dirname', '`import.meta.dirname`'],
  ['__filename', '`import.meta.filename`'],
])

/** A variable was read above its declaration, often since modules import each other in a circle. */
export const beforeInitialization: Hint = ({ type, message }) => {
  const name = /^Cannot access '([^']{1,80})' before initialization/.exec(message)?.[1]
  return type !== 'ReferenceError' || name === undefined
    ? undefined
    : `Probably \`${name}\` is used above its declaration, or two modules import each other in a circle.`
}

/** The stack overflowed: names the function that calls itself. */
export const endlessRecursion: Hint = ({ type, message, frames }) => {
  if (type !== 'RangeError' || !message.startsWith('Maximum call stack size exceeded')) return undefined
  const again = mostFrequent(frames)
  return again === undefined ? undefined : `Probably \`${again}\` calls itself without an end.`
}

function mostFrequent(frames: HintFacts['frames']): string | undefined {
  const counts = new Map<string, number>()
  for (const { function: name } of frames.slice(0, 100)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const [top] = [...counts].sort((one, other) => other[1] - one[1])
  return top && top[1] > 2 ? clip(top[0], 80) : undefined
}
