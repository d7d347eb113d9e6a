// `node scripts/run.mjs COMMAND ...` sets the project up, then runs the command on the pinned Node. COMMAND is
// `node`, or the name of a package whose program is meant.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeToRun } from './pinned-node.mjs'
import { setup } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a program on the pinned Node, hands signals on, and ends with its exit code. */
export function runPinned(args) {
  const node = nodeToRun(root, (text) => process.stderr.write(`culprit: ${text}\n`))
  const path = `${dirname(node)}${delimiter}${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
  const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, PATH: path } })
  // A terminal sends Ctrl+C to the whole group; the child's end is what ends us.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  stopWhenOrphaned(child)
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)
  })
}

/** npm ends its shell, not us, when npm itself is told to end; nobody would be left to stop what we started. */
function stopWhenOrphaned(child) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 500)
  timer.unref()
}

function programOf(name) {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[name]
  return join(root, 'node_modules', name, bin)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2)
  setup()
  runPinned(command === 'node' ? args : [programOf(command), ...args])
}
