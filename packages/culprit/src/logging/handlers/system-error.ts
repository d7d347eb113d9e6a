import { constants } from 'node:os'

/** Returns an error like Node's own for a failed system call: `connect ECONNREFUSED` with that `code`. */
export function systemError(call: string, errno: number): Error & { readonly code: string } {
  const positive = Math.abs(errno)
  const code =
    Object.entries(constants.errno).find(([, number]) => number === positive)?.[0] ?? `errno ${positive}`
  return Object.assign(new Error(`${call} ${code}`), { code })
}
