/** Why a data directory cannot be used. The message says what to do; the program prints it and exits with 1. */
export class DataDirError extends Error {
  readonly code: 'locked' | 'newer-version' | 'not-writable' | 'damaged'
  constructor(code: DataDirError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
Object.defineProperty(DataDirError.prototype, 'name', { value: 'DataDirError' })
