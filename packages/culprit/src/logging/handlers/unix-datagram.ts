/** A connected datagram socket of the file system. */
export interface UnixDatagram {
  /** Sends one datagram without waiting. @throws {Error} with the system's code, as ENOENT or EPROTOTYPE. */
  send(message: Buffer): void
  close(): void
}
