import { classifyPath } from './classify.ts'
import type { Frame } from './frame.ts'
import { parseLocation } from './location.ts'

/**
 * Returns the frame of one line of a V8 stack (Node, Chrome, Deno, Bun), or undefined when the line is none:
 * `at load (file:1:2)`, `at async file:1:2`, `at new Store (...)`, `at Object.<anonymous> (...)`,
 * `at eval (eval at run (file:1:2), <anonymous>:1:1)` (the place of the outer `eval` call is taken),
 * `at Array.map (<anonymous>)`, `at Promise.all (index 0)`. Linear in the line.
 *
 * @see https://v8.dev/docs/stack-trace-api#appendix%3A-stack-trace-format
 */
export function parseV8Line(line: string): Frame | undefined {
  const trimmed = line.trim()
  if (!trimmed.startsWith('at ')) return undefined
  const call = trimmed.slice(3).trimStart()
  const open = trimmed.endsWith(')') ? openingOf(call) : -1
  if (open < 0) return placed(undefined, call.startsWith('async ') ? call.slice(6) : call)
  const name = call.slice(0, open).trimEnd()
  return placed(functionName(name), call.slice(open + 1, -1))
}

/** Finds the parenthesis that the last one closes: paths and evals may hold others. */
function openingOf(call: string): number {
  let depth = 0
  for (let at = call.length - 1; at >= 0; at--) {
    const code = call.charCodeAt(at)
    if (code === 41) depth++
    if (code === 40 && --depth === 0) return at
  }
  return call.indexOf('(')
}

function placed(name: string | undefined, place: string): Frame | undefined {
  const location = place.startsWith('eval at ') ? evalOrigin(place) : place
  if (
    location === '<anonymous>' ||
    location === 'native' ||
    location.startsWith('index ') ||
    location === ''
  ) {
    return name === undefined ? undefined : { function: name, kind: 'runtime' }
  }
  const { file, line, column } = parseLocation(location)
  // Without a line and a name it is a sentence that happens to start with "at".
  if (line === undefined && name === undefined) return undefined
  return frameOf({ file, function: name, line, column })
}

/** Leaves absent parts out instead of setting them undefined. */
function frameOf(parts: Omit<Frame, 'kind'>): Frame {
  return {
    ...(parts.file !== undefined && { file: parts.file }),
    ...(parts.function !== undefined && { function: parts.function }),
    ...(parts.line !== undefined && { line: parts.line }),
    ...(parts.column !== undefined && { column: parts.column }),
    kind: classifyPath(parts.file),
  }
}

/** Takes the innermost place out of `eval at a (eval at b (file:1:2)), <anonymous>:1:1`. */
function evalOrigin(place: string): string {
  const start = place.lastIndexOf('(')
  const end = place.indexOf(')', start)
  return start < 0 || end < 0 ? '<anonymous>' : place.slice(start + 1, end)
}

function functionName(name: string): string | undefined {
  const plain = name.startsWith('async ') ? name.slice(6) : name
  return plain === '' || plain === '<anonymous>' ? undefined : plain
}
