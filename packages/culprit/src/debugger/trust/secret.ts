import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret of 256 bits, as base64url. Comparing it takes the same time whatever is compared. */
export class Secret {
  readonly text: string = randomBytes(32).toString('base64url')
  readonly #digest = digest(this.text)

  matches(candidate: string): boolean {
    return timingSafeEqual(this.#digest, digest(candidate))
  }
}

/** Digests have one length, which the comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
