import { createServer } from 'node:http'
import { inspect } from 'node:util'
import type { KeptPorts } from './kept-ports.ts'
import type { ParentLink } from './parent-link.ts'

/**
 * Keeps this process alive when the program cannot be loaded after a reload, and answers every request with the error
 * until a file changes. Ends, with the ordinary fate of errors, when the program listens.
 */
export function catchLoadFailure(link: ParentLink, ports: KeptPorts): () => void {
  const failed = (error: unknown): void => {
    process.setUncaughtExceptionCaptureCallback(null)
    process.stderr.write(`${textOf(error)}\n`)
    if (ports.free.length === 0) process.exit(1)
    link.send({ type: 'failed' })
    serveFailure(ports, error)
  }
  process.setUncaughtExceptionCaptureCallback(failed)
  return () => process.setUncaughtExceptionCaptureCallback(null)
}

/** Answers on every kept port with the error. */
function serveFailure(ports: KeptPorts, error: unknown): void {
  for (const key of ports.free) {
    const server = createServer((_request, response) => {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
      response.end(
        `The application could not be loaded. It is loaded again when a file changes.\n\n${textOf(error)}\n`,
      )
    })
    ports.listenOn(key, server)
  }
}

function textOf(error: unknown): string {
  return inspect(error, { colors: false })
}
