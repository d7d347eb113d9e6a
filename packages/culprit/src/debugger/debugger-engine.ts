import type { Reply } from '../handlers/answer.ts'
import { type DebuggerRequest, debuggerPath } from '../handlers/error-debugger.ts'
import type { UnhandledEvent } from '../handlers/error-events.ts'
import type { Failure } from '../handlers/failure.ts'
import type { Incident } from '../handlers/incident.ts'
import { createMint } from '../handlers/reference.ts'
import { writeStderr } from '../logging/stderr.ts'
import { createFrames } from '../logging/frames/frames.ts'
import { createInstalledModules } from '../report/installed-modules.ts'
import { createSourceFiles, readFileWithin } from '../logging/frames/source-files.ts'
import type { FrameCapture } from './capture/frame-capture.ts'
import { LoopWatch } from './console/loop-watch.ts'
import type { DebuggedApplication } from './debugged-application.ts'
import type { DebuggerOptions } from './debugger-options.ts'
import { editorOnThisMachine } from './editor.ts'
import { debugFailure, type DescribeOptions, type FailedRequest } from './model/debug-failure.ts'
import { standaloneConsole } from './model/standalone-console.ts'
import type { RequestLog } from './request-log.ts'
import { addressedRequest, type AddressedRequest, pageAddress } from './server/addressed-request.ts'
import { audienceOf } from './server/audience.ts'
import type { DebuggerState } from './server/debugger-state.ts'
import { failureReply, formOf } from './server/failure-forms.ts'
import { pageAccess } from './server/page-access.ts'
import { serveDebugger } from './server/serve-debugger.ts'
import { FailureStore } from './store/failure-store.ts'
import type { LiveFailure } from './store/live-failure.ts'
import { ProcessRegistry } from './store/process-registry.ts'
import { TerminalWriter } from './terminal-writer.ts'
import { Access } from './trust/access.ts'
import { trustOf } from './trust/client-trust.ts'
import { ValueHandles } from './values/value-handles.ts'

/** What an engine shares with the debugger that it is loaded for. */
export interface EngineParts {
  readonly capture: FrameCapture
  readonly logs: RequestLog
}

/**
 * All of the debugger that is not needed until an error comes: describes failures and keeps them, answers with their pages
 * and carries out the commands of their consoles.
 */
export class DebuggerEngine<Context> {
  readonly #application: DebuggedApplication
  readonly #describe: DescribeOptions
  readonly #state: DebuggerState
  readonly #logs: RequestLog
  readonly #terminal: TerminalWriter
  readonly #loops = new LoopWatch()

  constructor(application: DebuggedApplication, options: DebuggerOptions, { capture, logs }: EngineParts) {
    const { evaluate: canEvaluate = true, maxFailures, maxBytes, hideFrames } = options
    this.#application = application
    this.#terminal = new TerminalWriter(application.environment)
    this.#logs = logs
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
      capture,
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

  /** The key is told once, since no error comes with it. */
  #openConsole(): LiveFailure {
    const { redactor, names } = this.#application
    const live = standaloneConsole(names, new ValueHandles(redactor), this.#loops)
    writeStderr(
      `culprit: a console is open at ${debuggerPath}console; from other machines with #k=${live.secrets.key.text}\n`,
    )
    return live
  }

  /** Returns the answer to an error that nothing handled; undefined where the client must not see it. Does not reject. */
  async answer({ thrown, incident, reference }: Failure<Context>): Promise<Reply | undefined> {
    try {
      await this.#terminal.ready
      const request = addressedRequest(incident.request)
      const live = this.#keep({ thrown, reference, status: 500 }, incident, request)
      this.#terminal.write(live)
      return await this.#reply(live, incident, request)
    } catch (error) {
      this.#application.log.error('The debugger failed', error, reference)
      return undefined
    }
  }

  /** Answers a request for the debugger itself. Does not reject. */
  async serve(request: DebuggerRequest): Promise<Reply> {
    return serveDebugger(request, this.#state, this.#application.log)
  }

  /** Shows an error that no page can be sent for: its response had begun (WZD-14). */
  async show({ error: thrown, reference, request, context }: UnhandledEvent<Context>): Promise<void> {
    await this.#terminal.ready
    const incident = { request, context }
    this.#terminal.write(
      this.#keep({ thrown, reference, status: 500 }, incident, addressedRequest(incident.request)),
    )
  }

  /** Shows an error outside of requests, after which the process ends (N9): all in one step. */
  showFatal(thrown: unknown, reference: string): void {
    this.#terminal.write(debugFailure({ thrown, reference, status: 500, logs: [] }, this.#describe))
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

/** The framework's own request: what its handlers are given. */
function requestObjectOf(context: unknown): unknown {
  if (typeof context !== 'object' || context === null) return undefined
  if ('req' in context) return context.req
  return 'request' in context ? context.request : undefined
}
