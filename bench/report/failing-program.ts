import { hash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import {
  createLocalVariables,
  type LocalVariables,
} from '../../packages/culprit/src/report/local-variables/local-variables.ts'

/** Returns a capture of local variables that runs. @throws {Error} When it cannot. */
export function startCapture(share?: number): LocalVariables {
  const capture = createLocalVariables({ share })
  capture.start()
  const { state, reason } = capture.status()
  if (state === 'off') throw new Error(`Local variables are off: ${reason}`)
  return capture
}

/** A throw that the program handles itself, in functions that call each other. */
export function isSignedIn(token: string): boolean {
  try {
    return verify(token)
  } catch {
    return false
  }
}

function verify(token: string): never {
  throw new Error(`the token ${token} is not valid`)
}

/** The same in functions that await each other. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}

/** Fails with an error that somebody reports. */
export function checkout(cart: { readonly total: number }): never {
  const user = { name: 'guest', total: cart.total }
  throw new TypeError(`cannot charge ${user.name}`)
}

/** Returns the error of a request that fails after a throw that it handles. */
export async function failingRequest(handled: (at: number) => unknown, at: number): Promise<unknown> {
  await handled(at)
  try {
    checkout({ total: at })
  } catch (error) {
    return error
  }
}

/** So many bytes take some 100 µs to hash on this machine. */
const bytes = Buffer.alloc(bytesIn(0.1))

/** Works for some 100 µs, in code that no compiler makes slower or faster meanwhile. */
export function work(): string {
  return hash('sha256', bytes)
}

function bytesIn(ms: number): number {
  const sample = Buffer.alloc(50_000)
  const times = Array.from({ length: 200 }, () => {
    const began = performance.now()
    hash('sha256', sample)
    return performance.now() - began
  })
  return Math.round((sample.length * ms) / Math.min(...times))
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
