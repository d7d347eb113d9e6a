/** Carries finished syslog messages to a receiver. */
export interface SyslogTransport {
  /** Sends one message; rejects when the receiver cannot be reached, which is worth another attempt later. */
  send(message: Buffer): Promise<void>
  /** Sends at once without waiting, at the end of a process, and says whether it could; absent where none can. */
  sendSync?(message: Buffer): boolean
  close(): void
}
