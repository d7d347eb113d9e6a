import { relative, sep } from 'node:path'
import { parseStack } from '@culprit/stack'
import { classifyFile } from '../../logging/frames/classify-file.ts'
import type { ConsoleError } from '../console-protocol.ts'
import { classNameOf, plainProperty } from '../values/value-kind.ts'

const maxFrames = 6
const maxMessage = 8000

/** Returns what console code threw, with the frames of the application that it came through (CON-5). Never throws. */
export function toConsoleError(thrown: unknown, textOf: (value: unknown) => string): ConsoleError {
  if (isCode(thrown, 'ERR_SCRIPT_EXECUTION_TIMEOUT')) {
    return { name: 'TimeoutError', message: 'Stopped: it ran for 5 seconds without a pause.' }
  }
  if (typeof thrown !== 'object' || thrown === null) return { name: 'Thrown', message: textOf(thrown) }
  const name = textProperty(thrown, 'name')
  const message = textProperty(thrown, 'message')
  const frames = framesOf(textProperty(thrown, 'stack'))
  const shown = name === '' || name === 'Error' ? classNameOf(thrown) || name || 'Object' : name
  return {
    name: shown.slice(0, 200),
    message: (message || (frames.length === 0 ? textOf(thrown) : '')).slice(0, maxMessage),
    ...(frames.length > 0 && { frames }),
  }
}

function textProperty(value: object, key: string): string {
  const found = plainProperty(value, key) ?? readStack(value, key)
  return typeof found === 'string' ? found : ''
}

/** V8's `stack` may be an accessor. */
function readStack(value: object, key: string): unknown {
  try {
    return key === 'stack' && value instanceof Error ? value.stack : undefined
  } catch {
    return undefined
  }
}

function framesOf(stack: string): readonly string[] {
  const calls = stack.slice(Math.max(0, stack.indexOf('\n    at ')))
  // What is below the console is the debugger's own.
  const end = calls.search(/\n.*__culprit_|\n.*console-scope\.[jt]s/)
  const root = process.cwd() + sep
  return parseStack(end < 0 ? calls : calls.slice(0, end))
    .filter(
      ({ file, line }) => line !== undefined && classifyFile(file) === 'app' && file?.includes('/') === true,
    )
    .slice(0, maxFrames)
    .map(({ function: name = '<anonymous>', file = '', line, column }) => {
      return `at ${name} (${file.startsWith(root) ? relative(root, file) : file}:${line}:${column})`
    })
}

function isCode(thrown: unknown, code: string): boolean {
  return typeof thrown === 'object' && thrown !== null && plainProperty(thrown, 'code') === code
}
