import type * as Crypto from 'node:crypto'

/** Loaded with the first secret: most processes that load this never need one. */
const crypto = (): typeof Crypto => process.getBuiltinModule('node:crypto')

/** A secret of 256 bits, as base64url. Comparing it takes the same time whatever is compared. */
export class Secret {
  readonly text: string = crypto().randomBytes(32).toString('base64url')
  readonly #digest = digest(this.text)

  matches(candidate: string): boolean {
    return crypto().timingSafeEqual(this.#digest, digest(candidate))
  }
}

/** Digests have one length, which the comparison needs. */
function digest(text: string): Buffer {
  return crypto().createHash('sha256').update(text).digest()
}
