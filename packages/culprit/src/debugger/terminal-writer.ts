import { writeStderr } from '../logging/stderr.ts'
import type { renderTerminal } from './page/render-terminal.ts'
import type { DebuggedFrame } from './debugged-error.ts'
import type { LiveFailure } from './store/live-failure.ts'

type Environment = Readonly<Record<string, string | undefined>>
type HintsFor = (thrown: unknown, frames: readonly DebuggedFrame[]) => readonly string[]
type RenderTerminal = typeof renderTerminal

/** Writes failures to the terminal (WZD-13), each with the link to its page and the key that opens its consoles. */
export class TerminalWriter {
  /** What renders is loaded while the application starts, since a process that ends cannot wait for it. */
  readonly ready: Promise<void>
  readonly #environment: () => Environment
  #render: RenderTerminal | undefined
  #hintsFor: HintsFor | undefined

  constructor(environment: () => Environment) {
    this.#environment = environment
    this.ready = this.#load()
  }

  /** Returns what probably is wrong. */
  hintsFor(thrown: unknown, frames: readonly DebuggedFrame[]): readonly string[] {
    return this.#hintsFor?.(thrown, frames) ?? []
  }

  write({ failure, secrets }: LiveFailure): void {
    const link = failure.debugUrl === undefined ? undefined : `${failure.debugUrl}#k=${secrets.key.text}`
    const shown = { ...failure, ...(link !== undefined && { debugUrl: link }) }
    writeStderr(
      `${this.#render?.(shown, this.#options()) ?? failure.errors.map(({ stack }) => stack).join('\n')}\n`,
    )
  }

  #options(): Parameters<RenderTerminal>[1] {
    const { stderr } = process
    const environment = this.#environment()
    const color = hasColor(stderr, environment)
    return {
      columns: stderr.columns ?? 100,
      color,
      hyperlinks: color && stderr.isTTY && environment['CI'] === undefined,
    }
  }

  async #load(): Promise<void> {
    try {
      await this.#loadRenderers()
    } catch (error) {
      // Errors are shown without them, by their stacks.
      writeStderr(`culprit: what renders errors cannot be loaded: ${String(error)}\n`)
    }
  }

  async #loadRenderers(): Promise<void> {
    const [{ renderTerminal: render }, { hintsFor }] = await Promise.all([
      import('./page/render-terminal.ts'),
      import('./page/hints/hints-for.ts'),
    ])
    this.#render = render
    this.#hintsFor = hintsFor
  }
}

/** https://no-color.org and https://force-color.org */
function hasColor({ isTTY }: NodeJS.WriteStream, { NO_COLOR, FORCE_COLOR }: Environment): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTTY
}
