// Installs what the lock file says and builds what needs building. Plain JavaScript that Node 18 can run: it is
// the first thing that runs in a fresh clone. Progress goes to stderr, so that stdout belongs to the program.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeToRun, pinnedNode } from './pinned-node.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampFile = join(root, '.setup', 'build.json')

const say = (text) => process.stderr.write(`culprit: ${text}\n`)

/** True when node_modules holds every package of the lock file that this platform needs. */
function isInstalled() {
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false
  const wanted = read('package-lock.json')
  const found = read('node_modules/.package-lock.json')
  return Object.entries(wanted).every(
    ([path, entry]) =>
      !path.startsWith('node_modules/') ||
      entry.link ||
      entry.optional ||
      found[path]?.version === entry.version,
  )
}

function install() {
  say('installing what package-lock.json lists (once; about half a minute) ...')
  // Under `npm start` npm tells us its own path; outside it, npm is on the PATH.
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) {
    say('npm ci failed (see above). Check the network or the registry setting, then run the command again.')
    process.exit(1)
  }
}

/** npm 10 removes the link to the pinned Node together with the packages of other platforms, which have the same one. */
function linkPinnedNode() {
  const pinned = pinnedNode(root)
  const link = join(root, 'node_modules', '.bin', 'node')
  if (!pinned || process.platform === 'win32' || existsSync(link)) return
  mkdirSync(dirname(link), { recursive: true })
  rmSync(link, { force: true })
  symlinkSync(relative(dirname(link), pinned), link)
}

/** Yields path, size and time of each file that the build reads. */
function* buildInputs(dir) {
  for (const entry of readdirSync(join(root, dir), { withFileTypes: true })) {
    const path = `${dir}/${entry.name}`
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== 'dist') yield* buildInputs(path)
    } else if (!/\.test\.tsx?$/.test(entry.name)) {
      const { size, mtimeMs } = statSync(join(root, path))
      yield `${path} ${size} ${Math.round(mtimeMs)}`
    }
  }
}

function fingerprint() {
  const hash = createHash('sha256')
  const files = [...buildInputs('packages'), ...buildInputs('scripts')].sort((a, b) => (a < b ? -1 : 1))
  for (const line of files) hash.update(line).update('\n')
  for (const file of ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function isBuilt(print) {
  if (!existsSync(join(root, 'packages', 'tracker', 'dist', 'main', 'cli.js'))) return false
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8')).fingerprint === print
  } catch {
    return false
  }
}

function build(print) {
  say('building ...')
  const node = nodeToRun(root, say)
  const run = (file, ...args) =>
    execFileSync(node, [join(root, file), ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  try {
    run('node_modules/typescript/bin/tsc', '-b')
    run('scripts/build-library.mjs')
    run('scripts/build-assets.mjs')
  } catch {
    say('the build failed (see above).')
    process.exit(1)
  }
  mkdirSync(join(root, '.setup'), { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ fingerprint: print }))
}

/** Makes the checkout ready to run; returns at once when it is. Ends the process with 1 when it cannot. */
export function setup() {
  if (!isInstalled()) install()
  linkPinnedNode()
  const print = fingerprint()
  if (!isBuilt(print)) build(print)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup()
