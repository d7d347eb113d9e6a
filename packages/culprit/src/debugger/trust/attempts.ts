/** Wrong tokens and keys of one kind of client before it is locked out, and for how long. */
const maxFailures = 10
const lockedMs = 30_000
/** Clients that are remembered; the oldest is forgotten. */
const maxClients = 1000

interface Client {
  failures: number
  lockedUntil: number
}

/**
 * Counts attempts with tokens and keys, by client. An attempt is counted before the secret is compared, in one step that
 * nothing can come between. A client that is locked out is refused with the right secret, too. Requests of foreign pages
 * are refused before they are counted, so that they lock nobody out.
 */
export class Attempts {
  readonly #clients = new Map<string, Client>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Returns whether the secret is right, or in how many milliseconds this client may try again. */
  try(client: string, isRight: () => boolean): boolean | { readonly waitMs: number } {
    const known = this.#clientOf(client)
    const waitMs = known.lockedUntil - this.#now()
    if (waitMs > 0) return { waitMs }
    known.failures++
    if (isRight()) {
      this.#clients.delete(client)
      return true
    }
    if (known.failures >= maxFailures) {
      known.failures = 0
      known.lockedUntil = this.#now() + lockedMs
    }
    return false
  }

  #clientOf(name: string): Client {
    const known = this.#clients.get(name)
    if (known !== undefined) return known
    const client: Client = { failures: 0, lockedUntil: -Infinity }
    this.#clients.set(name, client)
    if (this.#clients.size > maxClients) {
      for (const oldest of this.#clients.keys()) {
        this.#clients.delete(oldest)
        break
      }
    }
    return client
  }
}
