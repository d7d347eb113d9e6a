import { createServer } from 'node:http'
import { inspect } from 'node:util'
import type { CrashError } from '../dev-message.ts'
import type { KeptPorts } from './kept-ports.ts'
import type { ParentLink } from './parent-link.ts'
import { placeSyntaxError } from './syntax-place.ts'

/** What is known of a program that is being loaded. */
export interface Loading {
  readonly link: ParentLink
  readonly ports: KeptPorts
  readonly loadedFiles: () => readonly string[]
}

/**
 * Keeps this process alive when the program cannot be loaded after a reload, and answers every request with the error
 * until a file changes. Returns what ends that: once the program listens, its errors have their ordinary fate.
 */
export function catchLoadFailure({ link, ports, loadedFiles }: Loading): () => void {
  const release = (): void => process.setUncaughtExceptionCaptureCallback(null)
  process.setUncaughtExceptionCaptureCallback((error: unknown) => {
    release()
    placeSyntaxError(error, loadedFiles())
    process.stderr.write(`${inspect(error)}\n`)
    if (ports.free.length === 0) process.exit(1)
    link.send({ type: 'failed' })
    answerWith(inspect(error), ports)
  })
  return release
}

/** Tells the development server which error ends this process, so that it can be shown. */
export function reportCrash(link: ParentLink): void {
  process.on('uncaughtExceptionMonitor', (error: unknown) =>
    link.send({ type: 'crashed', error: toCrash(error) }),
  )
}

/** Answers on every kept port with an error that ended the program before. */
export function answerWithCrash({ stack }: CrashError, ports: KeptPorts): void {
  answerWith(stack, ports)
}

function toCrash(error: unknown): CrashError {
  if (!(error instanceof Error))
    return { name: 'Error', message: inspect(error), stack: `Uncaught ${inspect(error)}` }
  const { name, message, stack = `${name}: ${message}` } = error
  return { name, message, stack }
}

function answerWith(text: string, ports: KeptPorts): void {
  for (const key of ports.free) {
    const server = createServer((_request, response) => {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
      response.end(`The application does not run. It starts again when a file changes.\n\n${text}\n`)
    })
    ports.listenOn(key, server)
  }
}
