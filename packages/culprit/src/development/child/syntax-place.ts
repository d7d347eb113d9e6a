import { spawnSync } from 'node:child_process'

/** More files than this, from the last loaded on, are not looked at. */
const most = 20

/**
 * Writes the place of a syntax error in front of its stack, as Node does itself for CommonJS and TypeScript: for a
 * JavaScript module it keeps the place to itself until it prints the error and exits. So the files that were loaded last
 * are checked once more, by Node.
 */
export function placeSyntaxError(error: unknown, files: readonly string[]): void {
  if (!(error instanceof SyntaxError) || error.stack === undefined || !error.stack.startsWith('SyntaxError'))
    return
  for (const file of files.slice(-most).reverse()) {
    if (!/\.m?js$/.test(file)) continue
    const { status, stderr } = spawnSync(process.execPath, ['--check', file], {
      encoding: 'utf8',
      timeout: 5000,
    })
    const place = status === 0 ? undefined : /^[\s\S]*?\n\s*\^+\n/.exec(stderr)?.[0]
    if (place === undefined || !stderr.includes(error.message)) continue
    error.stack = `${place}\n${error.stack}`
    return
  }
}

/**
 * Makes the place that stands before a stack, as Node writes it for errors of syntax and of linking, the innermost frame of
 * the stack, so that the debugger shows it as it does any other.
 */
export function frameSyntaxPlace(error: unknown): void {
  if (!(error instanceof Error) || error.stack === undefined) return
  const place = /^(\S.*):(\d+)\n.*\n(\s*)\^+[^\n]*\n\s*/.exec(error.stack)
  if (place === null) return
  const [before, file = '', line = '', indent = ''] = place
  const head = error.stack.slice(before.length)
  const frames = head.search(/\n\s+at /)
  const end = frames === -1 ? head.length : frames
  error.stack = `${head.slice(0, end)}\n    at ${file}:${line}:${indent.length + 1}${head.slice(end)}`
}
