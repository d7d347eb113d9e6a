import { arch, cpus, freemem, platform, release, totalmem, version } from 'node:os'
import { isMainThread, threadId } from 'node:worker_threads'

/** Blocks of facts by name. */
export type Contexts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Asking the system for memory takes a tenth of the time of a report, so in a storm it is not asked each time. */
const memoryAgeMs = 1000

/**
 * Returns a function that returns what is known of runtime, system, machine and process. What does not change is asked
 * for once, at the first call; how much memory is used, once a second at most. None of it is a secret.
 */
export function createProcessContexts(now: () => number = Date.now): () => Contexts {
  let fixed: Contexts | undefined
  let current: Contexts | undefined
  let asked = -Infinity
  return () => {
    const at = now()
    if (current !== undefined && Math.abs(at - asked) < memoryAgeMs) return current
    asked = at
    fixed ??= fixedContexts(at)
    current = {
      ...fixed,
      app: { ...fixed['app'], app_memory: process.memoryUsage.rss() },
      device: { ...fixed['device'], free_memory: freemem() },
    }
    return current
  }
}

const systemNames: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  aix: 'AIX',
  darwin: 'macOS',
  freebsd: 'FreeBSD',
  linux: 'Linux',
  openbsd: 'OpenBSD',
  sunos: 'SunOS',
  win32: 'Windows',
}

function fixedContexts(at: number): Contexts {
  const processors = cpus()
  return {
    runtime: {
      type: 'runtime',
      name: 'node',
      version: process.version.slice(1),
      raw_description: `node ${process.version}`,
    },
    os: {
      type: 'os',
      name: systemNames[platform()] ?? platform(),
      version: release(),
      kernel_version: version(),
    },
    device: {
      type: 'device',
      arch: arch(),
      memory_size: totalmem(),
      processor_count: processors.length,
      ...(processors[0] !== undefined && { cpu_description: processors[0].model }),
    },
    app: { type: 'app', app_start_time: new Date(at - process.uptime() * 1000).toISOString() },
    process: {
      type: 'process',
      pid: process.pid,
      thread_id: threadId,
      is_main_thread: isMainThread,
    },
  }
}
