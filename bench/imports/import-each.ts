// A process of its own: imports the modules that one entry needs one by one, each after those that it imports, and
// prints as JSON the CPU time of each, the files of a folder together.
import { execFileSync } from 'node:child_process'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const [specifier = '', mode] = process.argv.slice(2)

if (mode === 'list') {
  await list()
} else {
  const self = fileURLToPath(import.meta.url)
  const listed = execFileSync(process.execPath, [self, specifier, 'list'], { encoding: 'utf8' })
  process.stdout.write(JSON.stringify(await timed(JSON.parse(listed) as readonly string[])))
}

/** Prints the modules in the order in which they are evaluated. */
async function list(): Promise<void> {
  const children = new Map<string, string[]>()
  registerHooks({
    resolve: (wanted, context, next) => {
      const resolved = next(wanted, context)
      const parent = context.parentURL ?? ''
      children.set(parent, [...(children.get(parent) ?? []), resolved.url])
      return resolved
    },
  })
  const top = import.meta.resolve(specifier)
  await import(top)
  const seen = new Set<string>()
  const order: string[] = []
  const visit = (url: string): void => {
    if (seen.has(url)) return
    seen.add(url)
    for (const child of children.get(url) ?? []) visit(child)
    order.push(url)
  }
  visit(top)
  process.stdout.write(JSON.stringify(order))
}

async function timed(urls: readonly string[]): Promise<readonly unknown[]> {
  const costs = new Map<string, { name: string; files: number; ms: number }>()
  for (const url of urls) {
    const before = process.cpuUsage()
    await import(url)
    const { user, system } = process.cpuUsage(before)
    const ms = (user + system) / 1000
    const name = nameOf(url)
    const cost = costs.get(name) ?? { name, files: 0, ms: 0 }
    costs.set(name, { name, files: cost.files + 1, ms: cost.ms + ms })
  }
  return [...costs.values()]
}

/** A module of the runtime, a package, or a folder of the repository. */
function nameOf(url: string): string {
  if (!url.startsWith('file:')) return url
  const path = url.slice(url.lastIndexOf('/packages/') + 1)
  const installed = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]
  return installed ?? path.slice(0, path.lastIndexOf('/'))
}
