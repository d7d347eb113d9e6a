import { type ChainLink, errorChain } from '@culprit/stack'
import type { Redactor } from '@culprit/redact'
import type { CapturedThrow } from '../capture/captured-frame.ts'
import type { FrameCapture } from '../capture/frame-capture.ts'
import type { LoopWatch } from '../console/loop-watch.ts'
import type { DebuggedError, DebuggedFailure, DebuggedFrame, Liveness } from '../debugged-error.ts'
import type { RequestData } from '../../handlers/request-data.ts'
import type { ReportedFrame } from '../../logging/frames/frames.ts'
import { startedAt } from '../store/process-registry.ts'
import type { LiveError, LiveFailure } from '../store/live-failure.ts'
import { FailureSecrets } from '../trust/access.ts'
import { ValueHandles } from '../values/value-handles.ts'
import { debuggedFrames } from './debugged-frames.ts'
import { debuggedRequest } from './debugged-request.ts'
import type { Hiding } from './hidden-frames.ts'
import { liveError } from './live-error.ts'
import { linksOf, ownProperties } from './own-properties.ts'
import { reckonBytes } from './value-size.ts'

/** What every failure of an application is described with. */
export interface DescribeOptions {
  readonly capture: FrameCapture
  readonly framesOf: (stack: string) => readonly ReportedFrame[]
  readonly redactor: Redactor
  readonly mintId: () => string
  readonly hintsFor: (thrown: unknown, frames: readonly DebuggedFrame[]) => readonly string[]
  readonly hideFrames?: ((frame: DebuggedFrame) => Hiding | undefined) | undefined
  readonly canEvaluate: boolean
  readonly loops: LoopWatch
  /** The application's name. */
  readonly title: string
  /** Environment variables, as they are. */
  readonly environment: () => Readonly<Record<string, string | undefined>>
  /** Installed packages: name and version. */
  readonly packages: () => Readonly<Record<string, string>>
}

/** One failure to be described. */
export interface FailedRequest {
  readonly thrown: unknown
  readonly reference: string
  readonly status: number
  readonly request?: RequestData | undefined
  /** What `$req` is. */
  readonly requestObject?: unknown
  readonly logs: DebuggedFailure['logs']
  readonly issueUrl?: string | undefined
  readonly debugUrl?: string | undefined
}

/** Returns a failure as pages, terminal and tools show it, with what is alive of it. Runs no code of what was thrown. */
export function debugFailure(failed: FailedRequest, options: DescribeOptions): LiveFailure {
  const handles = new ValueHandles(options.redactor)
  const errors = describeChain(failed, options, handles)
  const { request, issueUrl, debugUrl } = failed
  const failure: DebuggedFailure = {
    errors: errors.map(({ error }) => error),
    id: failed.reference,
    status: failed.status,
    at: new Date(),
    ...(request !== undefined && { request: debuggedRequest(request, options.redactor, handles) }),
    process: {
      pid: process.pid,
      node: process.version,
      started: startedAt(),
      title: options.title,
      directory: process.cwd(),
    },
    environment: environmentOf(options),
    packages: packagesOf(errors, options.packages()),
    logs: failed.logs,
    ...(issueUrl !== undefined && { issueUrl }),
    ...(debugUrl !== undefined && { debugUrl }),
  }
  const secrets = new FailureSecrets()
  return { failure, errors, handles, secrets, bytes: bytesOf(errors), storedAt: performance.now() }
}

function describeChain(
  failed: FailedRequest,
  options: DescribeOptions,
  handles: ValueHandles,
): readonly LiveError[] {
  const ids: string[] = []
  return errorChain(failed.thrown).map((link, index) => {
    const id = index === 0 ? failed.reference : options.mintId()
    ids.push(id)
    return describeLink(link, { id, parent: ids[link.parent ?? -1], failed, options, handles })
  })
}

interface Describing {
  readonly id: string
  readonly parent: string | undefined
  readonly failed: FailedRequest
  readonly options: DescribeOptions
  readonly handles: ValueHandles
}

function describeLink(link: ChainLink, { id, parent, failed, options, handles }: Describing): LiveError {
  const captured = options.canEvaluate ? options.capture.of(link.thrown) : undefined
  const { framesOf, hideFrames } = options
  const notCaptured = livenessOf(link, captured, options)
  const { frames, live } = debuggedFrames(link, captured, { framesOf, handles, notCaptured, hideFrames })
  const error: DebuggedError = {
    id,
    type: link.type,
    message: link.message,
    relation: link.relation,
    ...(parent !== undefined && { parent }),
    properties: ownProperties(link.thrown, handles),
    frames,
    hints: options.hintsFor(link.thrown, frames),
    links: linksOf(link.thrown),
    stack: link.stack ?? '',
  }
  const unwatched = <Result>(run: () => Result): Result => options.capture.unwatched(run)
  const names = {
    $err: link.thrown,
    ...(failed.requestObject !== undefined && { $req: failed.requestObject }),
  }
  return liveError({ error, captured, frames: live, handles, names, loops: options.loops, unwatched })
}

function livenessOf(
  link: ChainLink,
  captured: CapturedThrow | undefined,
  { capture, canEvaluate }: DescribeOptions,
): Liveness {
  if (!canEvaluate) return 'switched-off'
  if (capture.state().state === 'external-debugger') return 'external-debugger'
  const isObject =
    (typeof link.thrown === 'object' && link.thrown !== null) || typeof link.thrown === 'function'
  return captured === undefined && !isObject ? 'no-error-object' : 'not-captured'
}

function environmentOf({ environment, redactor }: DescribeOptions): DebuggedFailure['environment'] {
  return Object.entries(environment())
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, 300)
    .map(([name, value]) => [
      name,
      redactor.isSecretKey(name) ? '[redacted]' : redactor.redactText(value.slice(0, 2000)),
    ])
}

/** Those that have frames first. */
function packagesOf(
  errors: readonly LiveError[],
  installed: Readonly<Record<string, string>>,
): DebuggedFailure['packages'] {
  const inFrames = new Set(errors.flatMap(({ error }) => error.frames.map((frame) => frame.package)))
  const all = Object.entries(installed)
  return [...all.filter(([name]) => inFrames.has(name)), ...all.filter(([name]) => !inFrames.has(name))]
}

/** Variables, what they hold, and the page's own share. */
function bytesOf(errors: readonly LiveError[]): number {
  const frames = errors.flatMap(({ frames: all }) => all.filter((frame) => frame !== undefined))
  const values = frames.flatMap(({ scopes }) =>
    scopes
      .filter(({ scope }) => scope !== 'module')
      .flatMap(({ variables }) => Object.keys(variables).map((name) => valueAt(variables, name))),
  )
  const shown = errors.reduce(
    (sum, { error }) => sum + error.stack.length * 2 + error.frames.length * 2000,
    0,
  )
  return shown + reckonBytes(values)
}

function valueAt(scope: object, name: string): unknown {
  try {
    return Object.getOwnPropertyDescriptor(scope, name)?.value
  } catch {
    return undefined
  }
}
