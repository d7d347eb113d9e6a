import type { Redactor } from '@culprit/redact'
import type { Reply } from '../handlers/answer.ts'
import { type DebuggerRequest, debuggerPath, type ErrorDebugger } from '../handlers/error-debugger.ts'
import type { UnhandledEvent } from '../handlers/error-events.ts'
import type { ErrorLog } from '../handlers/error-log.ts'
import type { Failure } from '../handlers/failure.ts'
import type { Incident } from '../handlers/incident.ts'
import { createMint } from '../handlers/reference.ts'
import type { RequestOrigin } from '../handlers/request-origin.ts'
import { defaultManager } from '../logging/manager.ts'
import { writeStderr } from '../logging/stderr.ts'
import { createFrames } from '../logging/frames/frames.ts'
import { createInstalledModules } from '../report/installed-modules.ts'
import { createSourceFiles, readFileWithin } from '../logging/frames/source-files.ts'
import { FrameCapture } from './capture/frame-capture.ts'
import { runAsRequest } from './capture/plain-throws.ts'
import { LoopWatch } from './console/loop-watch.ts'
import type { DebuggerOptions } from './debugger-options.ts'
import { editorOnThisMachine } from './editor.ts'
import { debugFailure, type DescribeOptions, type FailedRequest } from './model/debug-failure.ts'
import { requestData } from './model/debugged-request.ts'
import { standaloneConsole } from './model/standalone-console.ts'
import { RequestLog } from './request-log.ts'
import { audienceOf } from './server/audience.ts'
import type { DebuggerState } from './server/debugger-state.ts'
import { failureReply, formOf } from './server/failure-forms.ts'
import { pageAccess } from './server/page-access.ts'
import { pageAddress, type AddressedRequest } from './server/page-address.ts'
import { serveDebugger } from './server/serve-debugger.ts'
import { FailureStore } from './store/failure-store.ts'
import type { LiveFailure } from './store/live-failure.ts'
import { ProcessRegistry } from './store/process-registry.ts'
import { TerminalWriter } from './terminal-writer.ts'
import { Access } from './trust/access.ts'
import { trustOf } from './trust/client-trust.ts'
import { ValueHandles } from './values/value-handles.ts'
import { wideAddress } from './wide-listener.ts'

/** What a debugger has to know of its application. */
export interface DebuggedApplication {
  readonly name: string
  readonly trustedHosts: readonly string[]
  readonly environment: () => Readonly<Record<string, string | undefined>>
  readonly redactor: Redactor
  readonly log: ErrorLog
  /** Returns where the tracker shows an error; undefined when the application reports to none. */
  readonly issueUrl: (reference: string) => string | undefined
  /** What the standalone console offers. */
  readonly names: Readonly<Record<string, unknown>>
}

/**
 * The interactive debugger of one application: it answers unhandled errors with pages in which every frame is alive,
 * serves the commands of their consoles, and writes each error to the terminal.
 */
export class Debugger<Context> implements ErrorDebugger<Context> {
  readonly #application: DebuggedApplication
  readonly #describe: DescribeOptions
  readonly #state: DebuggerState
  readonly #logs = new RequestLog()
  readonly #terminal: TerminalWriter
  readonly #capture: FrameCapture
  readonly #loops = new LoopWatch()
  #hasServed = false

  constructor(application: DebuggedApplication, options: DebuggerOptions = {}) {
    const { evaluate: canEvaluate = true, maxFailures, maxBytes, hideFrames } = options
    this.#application = application
    this.#capture = FrameCapture.ofThread()
    this.#terminal = new TerminalWriter(application.environment)
    this.#logs.listen(defaultManager())
    this.#state = {
      store: new FailureStore({ failures: maxFailures, bytes: maxBytes }),
      registry: new ProcessRegistry(),
      access: new Access(),
      trustedHosts: application.trustedHosts,
      canEvaluate,
      ...(options.console === true && { console: this.#openConsole() }),
      environment: application.environment,
      editor: editorOnThisMachine(application.environment()),
    }
    this.#describe = {
      capture: this.#capture,
      framesOf: createFrames({ sourceOf: createSourceFiles(), redactText: (text) => text }),
      redactor: application.redactor,
      mintId: createMint(),
      hintsFor: (thrown, frames) => this.#terminal.hintsFor(thrown, frames),
      hideFrames,
      canEvaluate,
      loops: this.#loops,
      title: application.name,
      environment: application.environment,
      packages: createInstalledModules(readFileWithin),
    }
  }

  /** Runs a request, so that what is thrown and logged in it is known to be of it. */
  run<Result>({ source }: RequestOrigin, serve: () => Result): Result {
    if (source === undefined) return serve()
    if (!this.#hasServed) this.#warnIfWide(source)
    return runAsRequest(source, serve)
  }

  #warnIfWide(source: object): void {
    this.#hasServed = true
    const address = wideAddress(source)
    if (address === undefined) return
    writeStderr(
      `culprit: WARNING: the server listens on ${address}, so other machines see the pages of errors, with sources and variables. They can run code only with the key that is printed with the error. Listen on 127.0.0.1 to keep them out.\n`,
    )
  }

  /** The key is told once, since no error comes with it. */
  #openConsole(): LiveFailure {
    const { redactor, names } = this.#application
    const live = standaloneConsole(names, new ValueHandles(redactor), this.#loops)
    writeStderr(
      `culprit: a console is open at ${debuggerPath}console; from other machines with #k=${live.secrets.key.text}\n`,
    )
    return live
  }

  async answer({ thrown, incident, reference }: Failure<Context>): Promise<Reply | undefined> {
    try {
      await this.#terminal.ready
      const request = addressed(incident)
      const live = this.#keep({ thrown, reference, status: 500 }, incident, request)
      this.#terminal.write(live)
      return await this.#reply(live, incident, request)
    } catch (error) {
      this.#application.log.error('The debugger failed', error, reference)
      return undefined
    }
  }

  async serve(request: DebuggerRequest): Promise<Reply> {
    return serveDebugger(request, this.#state, this.#application.log)
  }

  urlOf({ reference, request }: Pick<UnhandledEvent<Context>, 'reference' | 'request'>): string | undefined {
    return pageAddress(reference, addressed({ request }), this.#state.trustedHosts)
  }

  /** Shows an error that no page can be sent for: its response had begun (WZD-14). */
  async show({ error: thrown, reference, request, context }: UnhandledEvent<Context>): Promise<void> {
    await this.#terminal.ready
    const incident = { request, context }
    this.#terminal.write(this.#keep({ thrown, reference, status: 500 }, incident, addressed(incident)))
  }

  /** Shows an error outside of requests, after which the process ends (N9): all in one step. */
  showFatal(thrown: unknown, reference: string): void {
    this.#terminal.write(debugFailure({ thrown, reference, status: 500, logs: [] }, this.#describe))
  }

  /** Frees what it holds of this thread. */
  close(): void {
    this.#capture.release()
  }

  #keep(
    failed: Pick<FailedRequest, 'thrown' | 'reference' | 'status'>,
    { request: { source }, context }: Pick<Incident<Context>, 'request' | 'context'>,
    request: AddressedRequest,
  ): LiveFailure {
    const { reference } = failed
    const live = debugFailure(
      {
        ...failed,
        request: request.data,
        requestObject: requestObjectOf(context) ?? source,
        logs: this.#logs.of(source),
        issueUrl: this.#application.issueUrl(reference),
        debugUrl: pageAddress(reference, request, this.#state.trustedHosts),
      },
      this.#describe,
    )
    this.#state.store.add(live)
    this.#state.registry.add(live.errors.map(({ error }) => error.id))
    return live
  }

  async #reply(
    live: LiveFailure,
    { request: { accept } }: Pick<Incident<Context>, 'request'>,
    request: AddressedRequest,
  ): Promise<Reply | undefined> {
    const trust = trustOf(request.client, this.#state.trustedHosts)
    if (trust.kind === 'untrusted') {
      writeStderr(`culprit: the page of this error was not shown. ${trust.reason}\n`)
      return undefined
    }
    const audience = audienceOf(request.client, this.#state.trustedHosts)
    if (audience === 'foreign') return undefined
    const access = pageAccess(live, {
      trust,
      audience,
      mount: request.mount,
      canEvaluate: this.#state.canEvaluate,
    })
    const environment = this.#application.environment()
    const launches = this.#state.editor
    return failureReply(live.failure, { form: formOf(accept), status: 500, access, environment, launches })
  }
}

function addressed({ request }: Pick<Incident<unknown>, 'request'>): AddressedRequest {
  const data = requestData(request)
  return {
    data,
    mount: request.mount ?? '',
    client: {
      header: (name) => headerOf(data.headers, name) ?? (name === 'host' ? hostOf(data.url) : undefined),
      remoteAddress: data.remoteAddress,
    },
  }
}

function headerOf(headers: AddressedRequest['data']['headers'], name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

/** Web-standard requests may come without the header, of which their URL is made. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}

/** The framework's own request: what its handlers are given. */
function requestObjectOf(context: unknown): unknown {
  if (typeof context !== 'object' || context === null) return undefined
  if ('req' in context) return context.req
  return 'request' in context ? context.request : undefined
}
