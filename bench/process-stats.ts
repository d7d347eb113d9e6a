import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Ticks a second of the kernel's CPU accounting, the same on every Linux that Node runs on. */
const ticksPerSecond = 100

/** Returns the CPU time that all threads of a process have used, in microseconds. Linux only; resolution 10 ms. */
export async function cpuMicrosOf(pid: number): Promise<number> {
  return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8')).cpuMicros
}

/** Returns the CPU time of each thread of a process in microseconds, by thread id with the thread's name before it. */
export async function threadMicrosOf(pid: number): Promise<ReadonlyMap<string, number>> {
  const ids = await readdir(`/proc/${pid}/task`)
  const stats = await Promise.all(
    ids.map(async (id) => [id, parseStat(await readFile(`/proc/${pid}/task/${id}/stat`, 'utf8'))] as const),
  )
  return new Map(stats.map(([id, { name, cpuMicros }]) => [`${name} ${id}`, cpuMicros]))
}

function parseStat(text: string): { readonly name: string; readonly cpuMicros: number } {
  // The second field may hold anything, blanks and brackets included: fields are counted after its end.
  const end = text.lastIndexOf(')')
  const fields = text.slice(end + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return { name: text.slice(text.indexOf('(') + 1, end), cpuMicros: (ticks / ticksPerSecond) * 1e6 }
}

/** Returns resident memory in MiB: `VmRSS` is now, `VmHWM` the most there ever was. */
export async function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0) / 1024
}

/** Returns the bytes that a directory takes on disk, by allocated blocks. */
export async function diskBytesOf(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).blocks * 512)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
