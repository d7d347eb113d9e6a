// `npm run demo`: a tracker on a data directory of its own, and an example application whose errors arrive in it.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { nodeToRun } from './pinned-node.mjs'
import { setup } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (text) => process.stderr.write(`culprit: ${text}\n`)

setup()
const node = nodeToRun(root, say)
const dataDir = `${root}culprit-data-demo`
rmSync(dataDir, { recursive: true, force: true })

/** Starts a program and resolves with the first line it prints. */
function start(args, env) {
  const child = spawn(node, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.resume()
  const first = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with code ${code}`)))
  })
  return { child, first }
}

const tracker = start(['packages/tracker/bin/culprit-tracker.js', '--json', '--data-dir', dataDir], {})
const { url, dsn, setupUrl } = JSON.parse(await tracker.first)
const shop = start(['examples/shop/app.ts'], {
  CULPRIT_DSN: dsn,
  CULPRIT_SPOOL_DIR: dataDir,
  PORT: '0',
})
const [, port] = /listening on (\d+)/.exec(await shop.first) ?? []

const paths = ['ada', 'bo', 'cy'].flatMap((user) => [`/checkout?user=${user}`, `/pay?user=${user}`])
for (const path of paths) await fetch(`http://127.0.0.1:${port}${path}`)
process.stdout.write(
  [
    '',
    `  Open     ${setupUrl ?? url}`,
    `  The shop http://127.0.0.1:${port}/   /checkout and /pay fail, and each failure arrives in the tracker`,
    '  Stop     Ctrl+C',
    '',
  ].join('\n'),
)

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    shop.child.kill('SIGTERM')
    tracker.child.kill('SIGTERM')
  })
}
tracker.child.once('exit', () => process.exit(0))
