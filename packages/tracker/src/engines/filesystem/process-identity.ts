import { existsSync, readFileSync } from 'node:fs'

/**
 * Returns what tells a running process from others that had its pid: boot id and start time on Linux, an empty text
 * where the system does not say. Undefined when no such process runs.
 */
export function processIdentity(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) return linuxIdentity(pid)
  try {
    process.kill(pid, 0)
    return ''
  } catch (error) {
    // EPERM: it runs, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? '' : undefined
  }
}

function linuxIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name in parentheses and may hold spaces; the state and start time follow it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    return `${boot}:${fields[19] ?? ''}`
  } catch {
    return undefined
  }
}
