import { stripTypes } from './strip-types.ts'
import type { ConsoleInput, RefusedInput } from './console-input.ts'
import { rewriteInput } from './rewrite-input.ts'
import type { Parser, Program } from './syntax.ts'

/**
 * Returns console input as code that can be evaluated in a frame again and again: declarations become assignments, so
 * that they persist (N3), `import` goes through the console. TypeScript is stripped of its types.
 */
export async function parseInput(source: string): Promise<ConsoleInput> {
  const { parse } = await import('acorn')
  const script = tryParse(source, parse)
  if (!isRefused(script)) return rewriteInput(script.text, script.program)
  if (script.kind === 'incomplete') return script
  const stripped = stripTypes(source)
  const typed = stripped === undefined ? script : tryParse(stripped, parse)
  return isRefused(typed) ? script : rewriteInput(typed.text, typed.program)
}

interface Parsed {
  readonly text: string
  readonly program: Program
}

function isRefused(parsed: Parsed | RefusedInput): parsed is RefusedInput {
  return 'kind' in parsed
}

function tryParse(source: string, parse: Parser): Parsed | RefusedInput {
  // As in every console, `{ a: 1 }` is an object; a block is what fails to be one.
  if (/^\s*\{/.test(source) && !/;\s*$/.test(source)) {
    const object = parseOnce(`(${source}\n)`, parse)
    if (!isRefused(object)) return object
  }
  const script = parseOnce(source, parse)
  if (isRefused(script) && /^\s*import\b(?!\s*\()/.test(source)) return parseOnce(source, parse, 'module')
  return script
}

function parseOnce(
  source: string,
  parse: Parser,
  sourceType: 'script' | 'module' = 'script',
): Parsed | RefusedInput {
  try {
    const program = parse(source, {
      ecmaVersion: 'latest',
      sourceType,
      allowAwaitOutsideFunction: true,
      allowSuperOutsideMethod: true,
      checkPrivateFields: false,
    })
    return { text: source, program }
  } catch (error) {
    return refusal(error, source)
  }
}

function refusal(error: unknown, source: string): RefusedInput {
  const { message, pos } = Object(error) as { readonly message?: unknown; readonly pos?: unknown }
  const text = typeof message === 'string' ? message.replace(/ \(\d+:\d+\)$/, '') : String(error)
  const atEnd = typeof pos === 'number' && pos >= source.trimEnd().length
  const isOpen = /^Unterminated (?:template|comment)/.test(text)
  return {
    kind: isOpen || (atEnd && text.startsWith('Unexpected token')) ? 'incomplete' : 'refused',
    message: text,
  }
}
