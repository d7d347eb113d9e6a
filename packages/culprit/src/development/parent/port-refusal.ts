import { createServer } from 'node:net'
import type { Refused } from '../dev-message.ts'
import { portOwner } from './port-owner.ts'

/** How many ports above the one that is taken are tried for one that is free. */
const tries = 20

/** Returns why nobody can listen on a port, or undefined where it is free. Port 0 always is. */
export async function tryPort(port: number, host = ''): Promise<Refused | undefined> {
  const server = createServer()
  return await new Promise((resolve) => {
    server.once('error', ({ code = '' }: NodeJS.ErrnoException) => resolve({ code, host, port }))
    server.listen({ port, ...(host !== '' && { host }) }, () => server.close(() => resolve(undefined)))
  })
}

/** Returns what happened and what to do when a port cannot be listened on (RUN-3), in one line. */
export async function refusalText({ code, host, port }: Refused): Promise<string> {
  if (code === 'EACCES')
    return `port ${port} is for the administrator alone; choose one of 1024 or above with --port`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `this machine has no address '${host}' to listen on (${code}); choose another with --host, as in --host 127.0.0.1`
  if (code !== 'EADDRINUSE') return `cannot listen on port ${port}${host && ` of ${host}`} (${code})`
  const owner = portOwner(port)
  const free = await freePortAfter(port, host)
  const other =
    free === undefined ? 'choose another port with --port' : `choose another port, as in --port ${free}`
  const airPlay =
    process.platform === 'darwin' && (port === 5000 || port === 7000)
      ? '; on macOS this is often the AirPlay Receiver: System Settings, General, AirDrop & Handoff'
      : ''
  return `port ${port} is in use${owner === undefined ? '' : ` by ${owner}`}; stop that program, or ${other}${airPlay}`
}

async function freePortAfter(port: number, host: string): Promise<number | undefined> {
  for (let next = port + 1; next <= Math.min(port + tries, 65535); next += 1) {
    if ((await tryPort(next, host)) === undefined) return next
  }
  return undefined
}
