// `npm test`: every test on the pinned Node, then the library's own on the other Nodes it promises to run on. With
// arguments (`npm test -- packages/wire`) it is vitest on the pinned Node alone. Node 22 and 24 come as optional
// packages under runtimes/; where one is missing or does not start, its run is skipped, and the summary says so.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')

/** The library and what it is made of. */
const library = [
  'packages/culprit/',
  'packages/wire/',
  'packages/stack/',
  'packages/grouping/',
  'packages/redact/',
]

/** A run that has not ended by then has hung. */
const timeoutMs = 20 * 60_000

/** The exit code of a run that was stopped; no other run follows it. */
const endedBySignal = 143

/** Runs vitest on a Node to its end and returns its exit code; being told to stop stops it too. */
async function runVitest(node, args) {
  const child = spawn(node, [vitest, 'run', ...args], {
    cwd: root,
    stdio: 'inherit',
    timeout: timeoutMs,
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  })
  const stop = () => child.kill('SIGTERM')
  process.once('SIGTERM', stop)
  const code = await new Promise((resolve) =>
    child.once('exit', (status) => resolve(status ?? endedBySignal)),
  )
  process.off('SIGTERM', stop)
  return code
}

/** The same, and a line with the counts of the run. */
async function runCounted(node, args) {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-counts-'))
  const report = join(dir, 'report.json')
  const code = await runVitest(node, [
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const line = countsOf(report)
  rmSync(dir, { recursive: true, force: true })
  return { code, line }
}

function countsOf(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
    return `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`
  } catch {
    return 'it ended early and left no counts'
  }
}

function versionOf(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().slice(1) : undefined
}

async function testAll() {
  const all = await runCounted(process.execPath, [])
  const lines = [`Node ${process.versions.node}, everything: ${all.line}`]
  let code = all.code
  for (const major of [22, 24]) {
    if (code === endedBySignal) return code
    const node = join(root, 'runtimes', `node-${major}`, 'node_modules', '.bin', 'node')
    const version = versionOf(node)
    if (version === undefined) {
      lines.push(`Node ${major}, the library: skipped, runtimes/node-${major} has none for this platform`)
      continue
    }
    const done = await runCounted(node, library)
    lines.push(`Node ${version}, the library: ${done.line}`)
    code ||= done.code
  }
  process.stdout.write(`\n${lines.join('\n')}\n`)
  return code
}

const args = process.argv.slice(2)
process.exitCode = args.length > 0 ? await runVitest(process.execPath, args) : await testAll()
