import { connect } from 'node:net'

/** The answer to one request, byte for byte as text: what a client library would hide, such as the body of a HEAD. */
export interface RawAnswer {
  readonly head: string
  readonly body: string
}

/** Sends one request without a body and reads until the server closes. At most ten seconds. */
export function askRaw(url: string, method: string): Promise<RawAnswer> {
  const { hostname, port, pathname, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.setEncoding('latin1')
    socket.setTimeout(10_000, () => socket.destroy(new Error(`No end of the answer to ${method} ${url}`)))
    socket.on('data', (part: string) => (text += part))
    socket.once('error', reject)
    socket.once('close', () => {
      const at = text.indexOf('\r\n\r\n')
      resolve(at < 0 ? { head: text, body: '' } : { head: text.slice(0, at), body: text.slice(at + 4) })
    })
    socket.write(`${method} ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  })
}
