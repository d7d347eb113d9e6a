import { createServer, type RequestListener } from 'node:http'
import { inspect } from 'node:util'
import type { CrashError } from '../dev-message.ts'
import type { KeptPorts } from './kept-ports.ts'
import type { ParentLink } from './parent-link.ts'
import { frameSyntaxPlace, placeSyntaxError } from './syntax-place.ts'

/** What makes the answers to requests for a program that does not run. */
export type FailureListener = (error: unknown) => RequestListener | Promise<RequestListener>

/** What is known of a program that is being loaded. */
export interface Loading {
  readonly link: ParentLink
  readonly ports: KeptPorts
  readonly loadedFiles: () => readonly string[]
  readonly listener: FailureListener
}

/**
 * Keeps this process alive when the program cannot be loaded after a reload, and answers every request with the error
 * until a file changes. Returns what ends that: once the program listens, its errors have their ordinary fate.
 */
export function catchLoadFailure({ link, ports, loadedFiles, listener }: Loading): () => void {
  const release = (): void => process.setUncaughtExceptionCaptureCallback(null)
  process.setUncaughtExceptionCaptureCallback((error: unknown) => {
    release()
    placeSyntaxError(error, loadedFiles())
    process.stderr.write(`${inspect(error)}\n`)
    if (ports.free.length === 0) process.exit(1)
    link.send({ type: 'failed' })
    frameSyntaxPlace(error)
    void answerWith(error, ports, listener)
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
export function answerWithCrash(
  { name, message, stack }: CrashError,
  ports: KeptPorts,
  listener: FailureListener,
): void {
  // An exit is no error, and has no place.
  const toListener = /\n\s+at /.test(stack) ? listener : plainListener
  // Of a class of that name, so that it is shown by it.
  const { Crash } = { Crash: class extends Error {} }
  Object.defineProperty(Crash, 'name', { value: name })
  const error = Object.assign(new Crash(message), { name, stack })
  void answerWith(error, ports, toListener)
}

function toCrash(error: unknown): CrashError {
  if (!(error instanceof Error))
    return { name: 'Error', message: inspect(error), stack: `Uncaught ${inspect(error)}` }
  const { name, message, stack = `${name}: ${message}` } = error
  return { name, message, stack }
}

async function answerWith(error: unknown, ports: KeptPorts, toListener: FailureListener): Promise<void> {
  const listener = await Promise.resolve(error)
    .then(toListener)
    .catch(() => plainListener(error))
  for (const key of ports.free) ports.listenOn(key, createServer(listener))
}

/** Returns a listener that answers with the text of an error. */
export function plainListener(error: unknown): RequestListener {
  const text = `The application does not run. It starts again when a file changes.\n\n${inspect(error)}\n`
  return (_request, response) => {
    response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(text)
  }
}
