import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gives a test run a directory in which Node keeps the code that it has compiled: hundreds of processes load the same
 * files, and stripping the types of the library costs each of them more than the rest of its start.
 */
export function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'culprit-compiled-'))
  process.env['NODE_COMPILE_CACHE'] = directory
  return () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
}
