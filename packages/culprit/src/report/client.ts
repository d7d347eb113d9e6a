import { hostname } from 'node:os'
import { createEventId, type Level, parseEventId, type SentEvent } from '@culprit/wire'
import type { Capture, CaptureSubject, EventTools, VariablesSource } from './capture.ts'
import type { CaptureHint } from './capture-hint.ts'
import type { EventSink } from './event-sink.ts'
import { errorCrowd, errorKind } from './error-kind.ts'
import { fitEvent } from './fit-event.ts'
import { createFrames } from '../logging/frames/frames.ts'
import { isIgnored } from './ignore-rules.ts'
import { createInstalledModules } from './installed-modules.ts'
import type { ReportSettings } from './options.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import { createProcessContexts } from './process-contexts.ts'
import { buildEvent } from './processors.ts'
import { RecentIds } from './recent-ids.ts'
import { currentScope } from './report-scope.ts'
import { scrubEvent } from './scrub-event.ts'
import { createSourceFiles, type ReadFile, readFileWithin } from '../logging/frames/source-files.ts'
import { StormCrowds } from './storm-crowds.ts'
import { StormLimit } from './storm-limit.ts'

/** What a client reports with; everything but the sink has a default. */
export interface ReportClientDependencies {
  /** Where events go; without one nothing is reported. */
  readonly sink?: EventSink | undefined
  readonly variables?: VariablesSource | undefined
  /** Returns the id to report a thrown thing under. @default one that is kept with the error object */
  readonly idOf?: ((thrown: unknown) => string) | undefined
  readonly readFile?: ReadFile | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  /** 0 to 1. */
  readonly random?: (() => number) | undefined
  /** Takes lines about events that could not be reported. */
  readonly warn?: ((line: string) => void) | undefined
}

/**
 * Reports errors and messages of one application: makes an event of each, without secrets, and hands it to the delivery.
 * No method throws, and none waits for the network but `flush` and `close`. Each event is reported once by its id; what
 * is not reported is counted by its reason. Every capture returns the id, also when nothing is reported.
 */
export class ReportClient {
  readonly #settings: ReportSettings
  readonly #sink: EventSink | undefined
  readonly #tools: EventTools
  readonly #idOf: (thrown: unknown) => string
  readonly #now: () => number
  readonly #random: () => number
  readonly #warn: (line: string) => void
  readonly #recent = new RecentIds()
  readonly #storm: StormLimit
  readonly #crowds: StormCrowds

  constructor(settings: ReportSettings, dependencies: ReportClientDependencies = {}) {
    const { sink, variables, idOf = createErrorIds(), now = Date.now, random = Math.random } = dependencies
    this.#settings = settings
    this.#sink = sink
    this.#tools = createTools(settings, { variables, now, readFile: dependencies.readFile ?? readFileWithin })
    this.#idOf = idOf
    this.#now = now
    this.#random = random
    this.#storm = new StormLimit({ perSecond: settings.maxPerSecond, now })
    this.#crowds = new StormCrowds(now)
    this.#warn = dependencies.warn ?? (() => undefined)
  }

  /** Whether anything is reported. */
  get isEnabled(): boolean {
    return this.#sink !== undefined
  }

  /** Characters of a text body that are sent with a request; 0 for none. */
  get maxRequestBody(): number {
    return this.#settings.maxRequestBody
  }

  /** Reports whatever was thrown, and returns the id that it is found under. */
  captureException(thrown: unknown, hint: CaptureHint = {}): string {
    const eventId = parseEventId(hint.eventId) ?? this.#idOf(thrown)
    if (this.#sink === undefined) return eventId
    const stack = hint.handled === false || hasStack(thrown) ? undefined : callerStack(this.captureException)
    this.#capture({ kind: 'thrown', thrown, stack }, hint, eventId)
    return eventId
  }

  /** Reports a text; level 'info' unless it is given. */
  captureMessage(message: string, level?: Level, hint: CaptureHint = {}): string {
    const eventId = parseEventId(hint.eventId) ?? createEventId()
    if (this.#sink !== undefined) {
      this.#capture({ kind: 'message', message }, { ...hint, level: level ?? hint.level }, eventId)
    }
    return eventId
  }

  /** Reports an event that somebody else has made; secrets are taken out of it, and what it has not is not added. */
  captureEvent(event: SentEvent, hint: CaptureHint = {}): string {
    const eventId = parseEventId(hint.eventId) ?? parseEventId(event.event_id) ?? createEventId()
    if (this.#sink === undefined || !this.#recent.add(eventId)) return eventId
    if (this.#admit('event', hint) === undefined) return eventId
    this.#guarded(eventId, hint, () => {
      const { environment, release } = this.#settings
      const identity = {
        timestamp: this.#now() / 1000,
        platform: 'node',
        environment,
        ...(release && { release }),
      }
      return scrubEvent({ ...identity, ...event, event_id: eventId }, this.#settings.redactor)
    })
    return eventId
  }

  /** Waits until everything was sent, at most `timeoutMs`; resolves with whether it was. */
  flush(timeoutMs = 2000): Promise<boolean> {
    return this.#sink?.flush(timeoutMs) ?? Promise.resolve(true)
  }

  /** Writes what is not sent yet to the spool, at once; for the end of a process. */
  flushSync(): void {
    this.#sink?.flushSync()
  }

  /** Sends what can be sent in time, leaves the rest in the spool, and stops. */
  close(timeoutMs = 2000): Promise<boolean> {
    this.#tools.variables?.stop?.()
    return this.#sink?.close(timeoutMs) ?? Promise.resolve(true)
  }

  #capture(subject: CaptureSubject, hint: CaptureHint, eventId: string): void {
    if (!this.#recent.add(eventId)) return
    const { sampleRate, ignore } = this.#settings
    const thrown = subject.kind === 'thrown' ? subject.thrown : undefined
    if (isIgnored(thrown, subject.kind === 'message' ? subject.message : undefined, ignore)) {
      this.#sink?.countLoss('ignored', 'error')
    } else if (sampleRate < 1 && this.#random() >= sampleRate) {
      this.#sink?.countLoss('sample_rate', 'error')
    } else {
      const notSent = this.#admitSubject(subject, hint, thrown)
      if (notSent === undefined) return this.#tools.variables?.skipped?.(thrown)
      this.#guarded(eventId, { ...hint, ...(thrown !== undefined && { thrown }) }, () =>
        buildEvent({ ...this.#toCapture(subject, hint, eventId), notSent }, this.#tools),
      )
    }
  }

  /** As `#admit`, but most of a storm are refused without a look at their stacks. */
  #admitSubject(subject: CaptureSubject, hint: CaptureHint, thrown: unknown): number | undefined {
    if (hint.crash === true || !this.#storm.isSpent()) return this.#admit(errorKind(subject), hint, thrown)
    const crowd = errorCrowd(subject)
    const likely = this.#crowds.likelyKind(crowd)
    if (likely === undefined || this.#tools.variables?.wasCaptured?.(thrown) === true) {
      const kind = errorKind(subject)
      this.#crowds.looked(crowd, kind)
      return this.#admit(kind, hint, thrown)
    }
    this.#storm.refuse(likely)
    return this.#refuse()
  }

  /** Returns how many of its kind were not sent before it; undefined, and a loss, when a storm is too strong for it. */
  #admit(kind: string, { crash }: CaptureHint, thrown?: unknown): number | undefined {
    const notSent = this.#storm.admit(kind, { hasVariables: this.#tools.variables?.has?.(thrown) })
    return notSent ?? (crash === true ? 0 : this.#refuse())
  }

  #refuse(): undefined {
    this.#sink?.countLoss('queue_overflow', 'error')
    return undefined
  }

  #toCapture(subject: CaptureSubject, hint: CaptureHint, eventId: string): Omit<Capture, 'notSent'> {
    const scope = (hint.scope ?? currentScope()).data()
    const level = hint.level ?? scope.level ?? (subject.kind === 'thrown' ? 'error' : 'info')
    return { eventId, timestamp: this.#now() / 1000, level, hint, scope, settings: this.#settings, subject }
  }

  /** Makes, offers to `beforeSend` and submits an event. A failure on the way is a counted loss. */
  #guarded(eventId: string, hint: CaptureHint, make: () => SentEvent): void {
    try {
      const made = make()
      const { beforeSend, maxBodyBytes } = this.#settings
      const event = beforeSend === undefined ? made : beforeSend(made, hint)
      if (event === null) {
        this.#sink?.countLoss('before_send', 'error')
        return
      }
      if (typeof event !== 'object' || event instanceof Promise) {
        throw new TypeError('beforeSend must return an event or null, and not a promise')
      }
      const fitted = fitEvent({ ...event, event_id: eventId }, maxBodyBytes)
      if (fitted === undefined) throw new RangeError('The event cannot be written as JSON within its limit')
      const ready: OutgoingEvent = { eventId, category: 'error', type: 'event', payload: fitted.payload }
      if (hint.crash === true) this.#sink?.submitSync(ready)
      else this.#sink?.submit(ready)
    } catch (error) {
      this.#sink?.countLoss('internal_sdk_error', 'error')
      this.#warn(`culprit: event ${eventId} was not reported: ${messageOf(error)}`)
    }
  }
}

/** What tools are made with. */
interface ToolsOptions {
  readonly variables: VariablesSource | undefined
  readonly now: () => number
  readonly readFile: ReadFile
}

function createTools(settings: ReportSettings, { variables, now, readFile }: ToolsOptions): EventTools {
  return {
    framesOf: createFrames({
      sourceOf: createSourceFiles(readFile),
      redactText: settings.redactor.redactText,
    }),
    contexts: createProcessContexts(now),
    modules: createInstalledModules(readFile),
    variables,
    serverName: settings.serverName ?? hostname(),
  }
}

/** Ids of error objects, for applications without reference ids. What is no object has a new id each time. */
function createErrorIds(): (thrown: unknown) => string {
  const ids = new WeakMap<object, string>()
  return (thrown) => {
    if (typeof thrown !== 'object' || thrown === null) return createEventId()
    const known = ids.get(thrown)
    if (known !== undefined) return known
    const id = createEventId()
    ids.set(thrown, id)
    return id
  }
}

function hasStack(thrown: unknown): boolean {
  try {
    return typeof thrown === 'object' && thrown !== null && 'stack' in thrown
  } catch {
    // A revoked proxy.
    return false
  }
}

function callerStack(above: (...args: never[]) => unknown): string | undefined {
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, above)
  return holder.stack
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : 'it failed'
  } catch {
    return 'it failed'
  }
}
