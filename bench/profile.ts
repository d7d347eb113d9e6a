import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const top = 25

/** Returns, for each thread's CPU profile in a directory, where its time went: self time by function, most first. */
export async function topOfProfiles(directory: string): Promise<string> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.cpuprofile'))
  const parts = await Promise.all(
    files.map(
      async (name) =>
        `\n${name}\n${topOf(JSON.parse(await readFile(join(directory, name), 'utf8')) as CpuProfile)}`,
    ),
  )
  return parts.join('')
}

function topOf(profile: CpuProfile): string {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const self = new Map<string, number>()
  for (const [at, id] of profile.samples.entries()) {
    const frame = nodes.get(id)?.callFrame
    const name =
      frame === undefined
        ? '?'
        : `${frame.functionName || '(anonymous)'} ${frame.url.split('/').slice(-3).join('/')}${frame.url ? `:${frame.lineNumber + 1}` : ''}`
    self.set(name, (self.get(name) ?? 0) + (profile.timeDeltas[at] ?? 0))
  }
  const idle = self.get('(idle) ') ?? 0
  const busy = [...self.values()].reduce((sum, micros) => sum + micros, 0) - idle
  const ranked = [...self]
    .filter(([name]) => name !== '(idle) ')
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, top)
  const lines = ranked.map(
    ([name, micros]) => `  ${((micros / busy) * 100).toFixed(1).padStart(5)} %  ${name}`,
  )
  return `  busy ${(busy / 1e6).toFixed(2)} s\n${lines.join('\n')}\n`
}
