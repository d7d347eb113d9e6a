// `npm test`: every test on the pinned Node, then the library's own on the other Nodes it promises to run on. With
// arguments (`npm test -- packages/wire`) it is vitest on the pinned Node alone. Node 22 and 24 come as optional
// packages under runtimes/; where one is missing or does not start, its run is skipped, and the summary says so.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCounts } from './test-counts.ts'

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

/** The same, and the counts of the run. */
async function runCounted(node, args) {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-counts-'))
  const report = join(dir, 'report.json')
  const code = await runVitest(node, [
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const counts = readCounts(report, root)
  rmSync(dir, { recursive: true, force: true })
  return { code, counts }
}

/** More failures than these are no accident, and are not tried again. */
const mostRetried = 5

/**
 * Runs the suite, then what failed once more, alone: the tests start processes and browsers, and a machine that is busy
 * with something else can make one miss its deadline. What passes then is counted as passed and named as unsteady, so that
 * it is mended; what fails twice has failed.
 */
async function runSteadily(node, label, args) {
  const first = await runCounted(node, args)
  const failures = first.counts?.failures ?? []
  if (first.code === 0 || failures.length === 0 || failures.length > mostRetried) return summary(label, first)
  const files = [...new Set(failures.map(({ file }) => file))]
  const again = await runCounted(node, files)
  if (again.code !== 0 || again.counts === undefined) return summary(label, first)
  const counts = {
    ...first.counts,
    passed: first.counts.passed + first.counts.failed,
    failed: 0,
    failures: [],
  }
  const { code, lines } = summary(label, { code: 0, counts })
  return { code, lines: [...lines, ...failures.map((test) => `  unsteady, passed alone: ${nameOf(test)}`)] }
}

function summary(label, { code, counts }) {
  if (counts === undefined) return { code, lines: [`${label}: it ended early and left no counts`] }
  const { passed, failed, skipped, failures } = counts
  const lines = [`${label}: ${passed} passed, ${failed} failed, ${skipped} skipped`]
  return { code, lines: [...lines, ...failures.map((test) => `  failed: ${nameOf(test)}`)] }
}

function nameOf({ file, name }) {
  return name === '' ? `${file} (it did not load)` : `${file}: ${name}`
}

function versionOf(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().slice(1) : undefined
}

async function testAll() {
  let { code, lines } = await runSteadily(process.execPath, `Node ${process.versions.node}, everything`, [])
  for (const major of [22, 24]) {
    if (code === endedBySignal) return code
    const node = join(root, 'runtimes', `node-${major}`, 'node_modules', '.bin', 'node')
    const version = versionOf(node)
    if (version === undefined) {
      lines.push(`Node ${major}, the library: skipped, runtimes/node-${major} has none for this platform`)
      continue
    }
    const done = await runSteadily(node, `Node ${version}, the library`, library)
    lines = [...lines, ...done.lines]
    code ||= done.code
  }
  process.stdout.write(`\n${lines.join('\n')}\n`)
  return code
}

const args = process.argv.slice(2)
process.exitCode = args.length > 0 ? await runVitest(process.execPath, args) : await testAll()
