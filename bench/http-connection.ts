import { connect, type Socket } from 'node:net'

/** One keep-alive connection that has one request under way at a time. */
export interface HttpConnection {
  /** Sends a request and resolves with the status of its answer. */
  send(bytes: readonly Uint8Array[]): Promise<number>
  close(): void
}

/**
 * Opens a connection. It reads just what the ingest endpoints answer (status line, Content-Length, body), because a
 * full HTTP client would take a third of a core from the server it measures.
 */
export async function openConnection(host: string, port: number): Promise<HttpConnection> {
  const socket = await open(host, port)
  let pending:
    | { readonly resolve: (status: number) => void; readonly reject: (error: Error) => void }
    | undefined
  let received = ''
  const fail = (error: Error): void => {
    pending?.reject(error)
    pending = undefined
  }
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text
    const answer = parseAnswer(received)
    if (answer === 'incomplete') return
    received = ''
    if (answer === undefined) return fail(new Error('The answer has no Content-Length'))
    pending?.resolve(answer)
    pending = undefined
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The server hung up')))
  return {
    send: (parts) => {
      const answer = new Promise<number>((resolve, reject) => (pending = { resolve, reject }))
      socket.cork()
      for (const part of parts) socket.write(part)
      socket.uncork()
      return answer
    },
    close: () => socket.destroy(),
  }
}

function parseAnswer(text: string): number | 'incomplete' | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return 'incomplete'
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1]
  if (length === undefined) return undefined
  return text.length < end + 4 + Number(length) ? 'incomplete' : Number(text.slice(9, 12))
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}
