import { parseMessage, type LiveMessage } from './live-message.ts'

/** What the dot in the navigation says. */
export type LiveState = 'live' | 'paused' | 'reconnecting' | 'polling'

/** The part of `EventSource` that a stream uses. */
export interface Source {
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void
  close(): void
}

/** What a stream is made from; tests give their own source. */
export interface LiveStreamOptions {
  readonly connect: () => Source
  readonly emit: (message: LiveMessage) => void
  readonly show: (state: LiveState) => void
}

const pollMs = 30_000
/** Two missed heartbeats of 15 s and a little: then the stream is taken for dead, whatever the socket says. */
const silenceMs = 35_000
/** So many streams in a row without a word, and we poll: some proxies hold streams back for ever. */
const silentBeforePolling = 2
const maxWaitMs = 15_000

/**
 * A stream of messages that heals itself; made closed. It comes back after an error, waiting 1, 2, 4 up to 15 seconds,
 * and says `resync` then, since nobody knows what was missed. Where streams stay silent it polls every 30 seconds and
 * tries the stream again every other time.
 */
export class LiveStream {
  readonly #options: LiveStreamOptions
  #source: Source | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #poll: ReturnType<typeof setInterval> | undefined
  #failures = 0
  #silent = 0
  #wasOpen = false

  constructor(options: LiveStreamOptions) {
    this.#options = options
  }

  open(): void {
    if (this.#source) return
    this.#end()
    const source = this.#options.connect()
    this.#source = source
    this.#timer = setTimeout(() => this.#wasSilent(), silenceMs)
    source.addEventListener('error', () => this.#failed())
    source.addEventListener('heartbeat', () => {
      if (this.#wasOpen && this.#failures + this.#silent > 0) this.#options.emit({ kind: 'resync' })
      this.#wasOpen = true
      this.#heard()
    })
    source.addEventListener('notice', ({ data }) => {
      this.#heard()
      const message = parseMessage(String(data))
      if (message) this.#options.emit(message)
    })
  }

  close(): void {
    this.#end()
    this.#options.show('paused')
  }

  #end(): void {
    this.#source?.close()
    this.#source = undefined
    clearTimeout(this.#timer)
    clearInterval(this.#poll)
  }

  #openIn(ms: number): void {
    this.#timer = setTimeout(() => this.open(), ms)
  }

  #heard(): void {
    this.#failures = 0
    this.#silent = 0
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#wasSilent(), silenceMs)
    this.#options.show('live')
  }

  #failed(): void {
    this.#end()
    this.#failures += 1
    this.#options.show('reconnecting')
    this.#openIn(Math.min(maxWaitMs, 1000 * 2 ** (this.#failures - 1)))
  }

  #wasSilent(): void {
    this.#end()
    this.#silent += 1
    this.#options.emit({ kind: 'resync' })
    if (this.#silent < silentBeforePolling) {
      this.#options.show('reconnecting')
      this.#openIn(1000)
      return
    }
    this.#options.show('polling')
    this.#poll = setInterval(() => this.#options.emit({ kind: 'resync' }), pollMs)
    this.#openIn(2 * pollMs)
  }
}
