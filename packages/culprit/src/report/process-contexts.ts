import { arch, cpus, freemem, platform, release, totalmem, version } from 'node:os'
import { isMainThread, threadId } from 'node:worker_threads'

/** Blocks of facts by name. */
export type Contexts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * Returns a function that returns what is known of runtime, system, machine and process. What does not change is asked
 * for once, at the first call.
 */
export function createProcessContexts(now: () => number = Date.now): () => Contexts {
  let fixed: Contexts | undefined
  return () => {
    fixed ??= fixedContexts(now)
    return {
      ...fixed,
      app: { ...fixed['app'], app_memory: process.memoryUsage.rss() },
      device: { ...fixed['device'], free_memory: freemem() },
    }
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

function fixedContexts(now: () => number): Contexts {
  const processors = cpus()
  return {
    runtime: { type: 'runtime', name: 'node', version: process.version.slice(1), raw_description: `node ${process.version}` },
    os: { type: 'os', name: systemNames[platform()] ?? platform(), version: release(), kernel_version: version() },
    device: {
      type: 'device',
      arch: arch(),
      memory_size: totalmem(),
      processor_count: processors.length,
      ...(processors[0] !== undefined && { cpu_description: processors[0].model }),
    },
    app: { type: 'app', app_start_time: new Date(now() - process.uptime() * 1000).toISOString() },
    process: {
      type: 'process',
      pid: process.pid,
      thread_id: threadId,
      is_main_thread: isMainThread,
    },
  }
}
