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
