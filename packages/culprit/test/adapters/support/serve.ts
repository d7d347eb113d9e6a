import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** An application that takes requests. */
export interface Served {
  readonly url: string
  close(): Promise<void>
}

/** Serves on a free port; closing hangs up on everyone. */
export async function serve(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<Served> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return served(server)
}

/** The same for a server that a framework has made and that listens already. */
export function served(server: Server): Served {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
