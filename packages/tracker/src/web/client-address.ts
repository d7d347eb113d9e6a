/** Header in which the thread that took the request hands over the client's address; clients cannot set it. */
export const peerHeader = 'x-culprit-peer'

/** Returns the client's address, or a fixed word where none is known. */
export function clientAddress(request: Request): string {
  return request.headers.get(peerHeader)?.slice(0, 64) || 'unknown'
}
