/** A request that an application is asked, and the status it must answer. */
export interface Question {
  readonly path: string
  readonly status: number
}

/** Connections that have one request under way each: enough to keep the server busy. */
export const connectionCount = 24

/** Returns the request as it is sent. */
export function requestOf({ path }: Question): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`)
}
