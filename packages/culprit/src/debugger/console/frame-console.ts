import { pathToFileURL } from 'node:url'
import type { CapturedFrame, InContext } from '../capture/captured-frame.ts'
import type { EvalResult } from '../console-protocol.ts'
import { kindOf, functionText } from '../values/value-kind.ts'
import type { ValueHandles } from '../values/value-handles.ts'
import { complete } from './complete.ts'
import type { Completions } from '../console-protocol.ts'
import { toConsoleError } from './console-error.ts'
import type { ConsoleCode } from './console-input.ts'
import { ConsoleOutput, withOutput } from './console-output.ts'
import { ConsoleScope } from './console-scope.ts'
import { consoleHelp, Dumped, HelpText } from './console-values.ts'
import { parseInput } from './parse-input.ts'
import type { LoopWatch } from './loop-watch.ts'
import { importName } from './rewrite-input.ts'
import { withinTime } from './within-time.ts'

/** What a console is made for. */
export interface ConsoleOptions {
  readonly frame: CapturedFrame
  readonly inContext: InContext
  /** `$err`, `$req`. */
  readonly names: Readonly<Record<string, unknown>>
  readonly handles: ValueHandles
  readonly loops: LoopWatch
}

/** The console of one frame; it keeps what is declared in it (CON-1). */
export class FrameConsole {
  readonly #options: ConsoleOptions
  readonly #scope: ConsoleScope
  readonly #cancels = new Map<string, () => void>()
  readonly #help: (value?: unknown) => HelpText

  constructor(options: ConsoleOptions) {
    this.#options = options
    this.#help = (value) => new HelpText(value === undefined ? consoleHelp : helpOf(value))
    this.#scope = new ConsoleScope(options.frame, {
      ...options.names,
      _: undefined,
      dump: (...args: readonly unknown[]) => this.#dump(args),
      help: this.#help,
      [importName]: importFrom(options.frame.url),
    })
  }

  /** Evaluates input in the frame. Never rejects: whatever goes wrong is the answer (CON-5). */
  async run(source: string, evaluation?: string): Promise<EvalResult> {
    const output = new ConsoleOutput()
    const input = await parseInput(source)
    if (input.kind !== 'code') {
      const error = { name: 'SyntaxError', message: input.message }
      return input.kind === 'incomplete'
        ? { ok: false, incomplete: true, error, logs: [] }
        : { ok: false, error, logs: [] }
    }
    try {
      const running = this.#options.inContext(() =>
        withOutput(output, () => withinTime(() => this.#start(input))),
      )
      const value = input.isAsync
        ? await this.#options.loops.watch(this.#orCancelled(running, evaluation))
        : running
      return { ...this.#answer(value, input.hasValue), logs: output.lines }
    } catch (thrown) {
      const error = toConsoleError(thrown, (value) => this.#options.handles.text(value))
      return { ok: false, error, logs: output.lines }
    }
  }

  /** Gives up waiting for an evaluation; what it began goes on, but nobody looks at it any more. */
  cancel(evaluation: string): void {
    this.#cancels.get(evaluation)?.()
  }

  /** Returns what a word can be completed to. */
  complete(code: string, cursor: number): Completions {
    return complete(code, cursor, this.#scope, this.#options.frame)
  }

  #start(input: ConsoleCode): unknown {
    this.#scope.declare(input.declared)
    this.#scope.declareUnknown(input.assigned)
    return input.isAsync ? this.#scope.runAsync(input.code) : this.#scope.run(input.code)
  }

  async #orCancelled(running: unknown, evaluation: string | undefined): Promise<unknown> {
    if (evaluation === undefined) return running
    const cancelled = Promise.withResolvers<never>()
    this.#cancels.set(evaluation, () => cancelled.reject(new CancelledError()))
    try {
      return await Promise.race([running, cancelled.promise])
    } finally {
      this.#cancels.delete(evaluation)
    }
  }

  #answer(
    value: unknown,
    hasValue: boolean,
  ): { readonly ok: true; readonly text: string } & Partial<EvalResult> {
    if (value instanceof Dumped) return { ok: true, text: dumpText(value), dump: value.dump }
    if (value instanceof HelpText) return { ok: true, text: value.text }
    if (value === this.#help) return { ok: true, text: consoleHelp }
    if (value === undefined) return { ok: true, text: hasValue ? 'undefined' : '' }
    if ('_' in this.#scope.own) this.#scope.own['_'] = value
    const { handles } = this.#options
    return { ok: true, text: handles.text(value), value: handles.asked(value) }
  }

  #dump(args: readonly unknown[]): Dumped {
    const { handles } = this.#options
    if (args.length === 0)
      return new Dumped({ title: 'Local variables in frame', entries: this.#variables() })
    const [value] = args
    const kind = kindOf(value)
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
    const entries = isObject
      ? handles.entriesOf(Object(value)).entries
      : [{ name: 'value', value: handles.asked(value) }]
    const title = kind === 'object' || kind === 'map' ? 'Contents of' : 'Details for'
    return new Dumped({
      title: entries.length === 0 ? 'Nothing' : `${title} ${handles.asked(value).preview}`,
      entries,
    })
  }

  #variables(): { readonly name: string; readonly value: ReturnType<ValueHandles['asked']> }[] {
    const names = new Set([
      ...Object.keys(this.#scope.own).filter((name) => !isOffered(name)),
      ...this.#scope.frameNames,
    ])
    return [...names].flatMap((name) => {
      try {
        return [{ name, value: this.#options.handles.named(name, this.#scope.run(name)) }]
      } catch {
        // Not reached by the time of the throw.
        return [{ name, value: { kind: 'unavailable', preview: 'not initialised' } as const }]
      }
    })
  }
}

/** The reader gave it up. */
class CancelledError extends Error {
  override readonly name = 'Cancelled'

  constructor() {
    super('Stopped waiting for it.')
  }
}

const offered: ReadonlySet<string> = new Set(['_', '$err', '$req', 'dump', 'help', importName])

function isOffered(name: string): boolean {
  return offered.has(name)
}

function dumpText({ dump: { title, entries } }: Dumped): string {
  return [title, ...entries.map(({ name, value }) => `  ${name}: ${value.preview}`)].join('\n')
}

function helpOf(value: unknown): string {
  const isFunction = typeof value === 'function'
  const text = isFunction ? functionText(value) : ''
  return text === '' ? `A value of kind ${kindOf(value)}. dump(x) shows its parts.` : text.slice(0, 2000)
}

/** `import` as it would be in the frame's file. */
function importFrom(url: string): (specifier: unknown) => Promise<unknown> {
  return (specifier) => import(resolveFrom(url, String(specifier)))
}

function resolveFrom(url: string, specifier: string): string {
  const { createRequire, isBuiltin } = process.getBuiltinModule('node:module')
  if (isBuiltin(specifier) || /^[a-z]+:/.test(specifier)) return specifier
  const base = url.startsWith('file:') ? url : pathToFileURL(url === '' ? `${process.cwd()}/` : url).href
  if (specifier.startsWith('.') || specifier.startsWith('/')) return new URL(specifier, base).href
  try {
    return pathToFileURL(createRequire(base).resolve(specifier)).href
  } catch {
    return specifier
  }
}
