// Finds the Node that runs the project: the one pinned in package.json, or a new enough one of the machine's.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const leastMajor = 24

/** Returns the path of the Node to run, and says through `say` when it is not the pinned one. Exits 1 when there is none. */
export function nodeToRun(root, say) {
  const pinned = pinnedNode(root)
  if (pinned) {
    const tried = spawnSync(pinned, ['--version'], { encoding: 'utf8' })
    if (tried.status === 0) return pinned
  }
  const why = pinned ? 'the pinned Node does not start here' : 'no pinned Node for this platform'
  if (Number(process.versions.node.split('.')[0]) >= leastMajor) {
    say(`${why}; using Node ${process.versions.node} of this machine`)
    return process.execPath
  }
  say(
    `${why}, and Node ${process.versions.node} is too old: install Node ${leastMajor} or newer and run the command again`,
  )
  process.exit(1)
}

/** Returns the path of the Node that package.json pins for this platform, or undefined when it is not installed. */
export function pinnedNode(root) {
  const { platform, arch } = process
  const names =
    platform === 'win32' ? [`node-win-${arch}`] : [`node-${platform}-${arch}`, `node-bin-${platform}-${arch}`]
  const file = platform === 'win32' ? 'node.exe' : 'node'
  return names.map((name) => join(root, 'node_modules', name, 'bin', file)).find((path) => existsSync(path))
}
