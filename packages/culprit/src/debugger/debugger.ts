import type { Reply } from '../handlers/answer.ts'
import type { DebuggerRequest, ErrorDebugger } from '../handlers/error-debugger.ts'
import type { UnhandledEvent } from '../handlers/error-events.ts'
import type { Failure } from '../handlers/failure.ts'
import type { RequestOrigin } from '../handlers/request-origin.ts'
import { defaultManager } from '../logging/manager.ts'
import { writeStderr } from '../logging/stderr.ts'
import { FrameCapture } from './capture/frame-capture.ts'
import { enterAsRequest } from './capture/plain-throws.ts'
import type { DebuggedApplication } from './debugged-application.ts'
import type { DebuggerEngine } from './debugger-engine.ts'
import type { DebuggerOptions } from './debugger-options.ts'
import { RequestLog } from './request-log.ts'
import { addressedRequest, pageAddress } from './server/addressed-request.ts'
import { wideAddress } from './wide-listener.ts'

/**
 * The interactive debugger of one application: it answers unhandled errors with pages in which every frame is alive,
 * serves the commands of their consoles, and writes each error to the terminal. From its construction on throws are
 * captured; all else is loaded meanwhile, so that an application that is not debugged does not load it.
 */
export class Debugger<Context> implements ErrorDebugger<Context> {
  readonly #application: DebuggedApplication
  readonly #capture = FrameCapture.ofThread()
  readonly #logs = new RequestLog()
  readonly #loading: Promise<DebuggerEngine<Context> | undefined>
  readonly #ends: (() => void)[] = []
  #engine: DebuggerEngine<Context> | undefined
  #hasServed = false

  constructor(application: DebuggedApplication, options: DebuggerOptions = {}) {
    this.#application = application
    this.#ends.push(this.#logs.listen(defaultManager()), () => this.#capture.release())
    this.#loading = this.#load(options)
  }

  /**
   * Enters a request, so that what is thrown and logged in it is known to be of it. Returns the function that leaves it;
   * undefined when it cannot be entered.
   */
  enter({ source }: RequestOrigin): (() => void) | undefined {
    if (source === undefined) return undefined
    if (!this.#hasServed) this.#warnIfWide(source)
    return enterAsRequest(source)
  }

  async answer(failure: Failure<Context>): Promise<Reply | undefined> {
    return (await this.#loading)?.answer(failure)
  }

  async serve(request: DebuggerRequest): Promise<Reply> {
    const engine = await this.#loading
    return engine?.serve(request) ?? { kind: 'reply', status: 500, headers: [], body: null }
  }

  urlOf({ reference, request }: Pick<UnhandledEvent<Context>, 'reference' | 'request'>): string | undefined {
    return pageAddress(reference, addressedRequest(request), this.#application.trustedHosts)
  }

  /** Shows an error that no page can be sent for: its response had begun (WZD-14). */
  async show(event: UnhandledEvent<Context>): Promise<void> {
    await (await this.#loading)?.show(event)
  }

  /** Shows an error outside of requests, after which the process ends (N9): all in one step. */
  showFatal(thrown: unknown, reference: string): void {
    this.#engine?.showFatal(thrown, reference)
  }

  /** Has something ended with it. */
  endWith(...ends: readonly (() => void)[]): void {
    this.#ends.push(...ends)
  }

  /** Frees what it holds of this thread. */
  close(): void {
    for (const end of this.#ends.splice(0)) end()
  }

  async #load(options: DebuggerOptions): Promise<DebuggerEngine<Context> | undefined> {
    const application = this.#application
    try {
      const { DebuggerEngine: Engine } = await import('./debugger-engine.ts')
      this.#engine = new Engine<Context>(application, options, { capture: this.#capture, logs: this.#logs })
      return this.#engine
    } catch (error) {
      application.log.error('The debugger cannot be loaded', error)
      return undefined
    }
  }

  #warnIfWide(source: object): void {
    this.#hasServed = true
    const address = wideAddress(source)
    if (address === undefined) return
    writeStderr(
      `culprit: WARNING: the server listens on ${address}, so other machines see the pages of errors, with sources and variables. They can run code only with the key that is printed with the error. Listen on 127.0.0.1 to keep them out.\n`,
    )
  }
}
