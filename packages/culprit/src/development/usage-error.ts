/** The command line or the configuration is wrong: the message says what, where and what to do. */
export class UsageError extends Error {
  static {
    this.prototype.name = 'UsageError'
  }
}
