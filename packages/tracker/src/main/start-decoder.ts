import { Worker } from 'node:worker_threads'
import type { DecoderMessage, DecoderPort } from '../digest/decoder-port.ts'
import type { DecoderStart } from './messages.ts'

/**
 * Measured: V8's own choice lets each busy thread hold 70 MB of short-lived objects; a third of that costs no time.
 */
const maxYoungGenerationSizeMb = 16

/** Starts a decoder on a thread of its own. */
export function startDecoder(start: DecoderStart): DecoderPort {
  const worker = new Worker(new URL('./decoder-thread.js', import.meta.url), {
    workerData: start,
    name: 'decoder',
    resourceLimits: { maxYoungGenerationSizeMb },
  })
  let listener: (message: DecoderMessage) => void = () => undefined
  let lastError = ''
  worker.on('message', (message: DecoderMessage) => {
    listener(message)
  })
  worker.on('error', (error) => {
    lastError = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  })
  worker.on('exit', (code) => {
    listener({ kind: 'gone', error: lastError || `the decoder's thread ended with code ${code}` })
  })
  return {
    assign(job) {
      worker.postMessage(job)
    },
    onMessage(next) {
      listener = next
    },
    stop({ force }) {
      // A thread that is stuck reads no messages. Ending one inside zlib can abort the process; what zlib works on
      // here is bounded to far less than the watchdog's patience, so a stuck thread is not inside it.
      if (force) void worker.terminate()
      else worker.postMessage('stop')
    },
  }
}
