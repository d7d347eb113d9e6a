import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Returns who listens on a TCP port, as in `node (pid 123)`, where the system tells this user. */
export function portOwner(port: number): string | undefined {
  try {
    const pid = process.platform === 'linux' ? linuxPid(port) : lsofPid(port)
    return pid && `${nameOf(pid)} (pid ${pid})`
  } catch {
    return undefined
  }
}

function lsofPid(port: number): string | undefined {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']
  return execFileSync('lsof', args, { encoding: 'utf8', timeout: 3000, stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .find((line) => line !== '')
}

/** @see https://docs.kernel.org/networking/proc_net_tcp.html */
function linuxPid(port: number): string | undefined {
  const sockets = ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    // State 0A is "listens"; the port is hexadecimal, after the address.
    .filter(([, local = '', , state]) => state === '0A' && parseInt(local.split(':')[1] ?? '', 16) === port)
    .map((fields) => `socket:[${fields[9]}]`)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => socketsOf(pid).some((socket) => sockets.includes(socket)))
}

/** Empty for the processes of other users. */
function socketsOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  } catch {
    return []
  }
}

function nameOf(pid: string): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
    return execFileSync('ps', ['-o', 'comm=', '-p', pid], { encoding: 'utf8', timeout: 3000 }).trim()
  } catch {
    return 'a process'
  }
}
