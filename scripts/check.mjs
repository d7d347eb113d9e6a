// What must hold besides the tests. Runs everything, prints one line a check, ends with 1 when one failed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = (path) => [process.execPath, `${root}node_modules/${path}`]

const checks = [
  { name: 'lint and layers', command: [...program('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'format', command: [...program('oxfmt/bin/oxfmt'), '--check', '.'] },
  { name: 'types', command: [...program('typescript/bin/tsc'), '-b'] },
  { name: 'types of tests', command: [...program('typescript/bin/tsc'), '-p', 'tsconfig.test.json'] },
  { name: 'unused exports', command: [...program('knip/bin/knip.js'), '--no-progress'] },
  { name: 'docs parity', command: [process.execPath, 'scripts/docs.mjs', '--check'] },
]

let failed = 0
for (const { name, command } of checks) {
  const [file, ...args] = command
  const done = spawnSync(file, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const ok = done.status === 0
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name}\n`)
  if (!ok) process.stdout.write(`${done.stdout}${done.stderr}\n`)
  failed += ok ? 0 : 1
}

const readmeLines = readFileSync(`${root}README.md`, 'utf8').split('\n').length
if (readmeLines > 121) {
  process.stdout.write(`FAILED README.md has ${readmeLines} lines; it may have 120\n`)
  failed += 1
}
process.stdout.write(`${checks.length + 1 - failed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
