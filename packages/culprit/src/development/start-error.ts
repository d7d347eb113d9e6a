/** The application cannot be started for a reason outside of it; the message says what to do. */
export class StartError extends Error {
  static {
    this.prototype.name = 'StartError'
  }
}
