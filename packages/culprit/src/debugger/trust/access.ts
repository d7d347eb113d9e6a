import { Attempts } from './attempts.ts'
import { Secret } from './secret.ts'
import type { ClientTrust } from './client-trust.ts'

/** The secrets of one failure. */
export class FailureSecrets {
  /** In the page of local clients. */
  readonly token: Secret = new Secret()
  /** Printed in the terminal. */
  readonly key: Secret = new Secret()
  /** Given for the key. */
  readonly unlocked: Secret = new Secret()
}

/** Why a command is refused, with the status of the answer. */
export interface Refusal {
  readonly status: 403 | 429
  readonly error: string
  /** Seconds. */
  readonly retryAfter?: number | undefined
}

/** Decides who may evaluate. */
export class Access {
  readonly #attempts: Attempts

  constructor(attempts: Attempts = new Attempts()) {
    this.#attempts = attempts
  }

  /** Returns why a token does not open a failure; undefined when it does. */
  checkToken(token: string, secrets: FailureSecrets, client: TrustedClient): Refusal | undefined {
    const isRight = (): boolean =>
      secrets.unlocked.matches(token) || (secrets.token.matches(token) && client.trust.kind === 'local')
    return this.#check(isRight, client, 'The token is wrong.')
  }

  /** Returns why a key does not unlock a failure; undefined when it does. */
  checkKey(key: string, secrets: FailureSecrets, client: TrustedClient): Refusal | undefined {
    return this.#check(
      () => secrets.key.matches(key),
      client,
      'The key is wrong. It is printed with the error in the terminal.',
    )
  }

  #check(isRight: () => boolean, { trust, address }: TrustedClient, error: string): Refusal | undefined {
    const found = this.#attempts.try(trust.kind === 'local' ? 'local' : `remote ${address ?? ''}`, isRight)
    if (found === true) return undefined
    if (found === false) {
      const why = trust.kind === 'remote' ? ` ${trust.reason} Open the link that the terminal shows.` : ''
      return { status: 403, error: error + why }
    }
    const retryAfter = Math.ceil(found.waitMs / 1000)
    return { status: 429, error: `Too many attempts. Wait ${retryAfter} s.`, retryAfter }
  }
}

/** A client whose host is trusted. */
export interface TrustedClient {
  readonly trust: Exclude<ClientTrust, { kind: 'untrusted' }>
  readonly address: string | undefined
}
