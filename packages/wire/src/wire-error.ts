/** The closed list of reasons why bytes could not be read as an envelope. `too-large` is a 413, `malformed` a 400. */
export type WireErrorCode = 'malformed' | 'too-large'

/**
 * The error thrown for bytes that are no envelope or exceed a limit.
 * The envelope decoders are the only code of this package that throws for foreign data: past a framing error there
 * is no telling where the next item starts, so no value could be returned that is true.
 */
export class WireError extends Error {
  static {
    this.prototype.name = 'WireError'
  }

  readonly code: WireErrorCode

  constructor(code: WireErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
