import { spawnSync } from 'node:child_process'

/** The settings of the terminal as they were, so that a program that dies in the middle of a prompt leaves it usable. */
export class Terminal {
  readonly #settings: string | undefined

  constructor() {
    this.#settings = process.stdin.isTTY && process.platform !== 'win32' ? stty(['-g']) : undefined
  }

  /** Puts the terminal back: echo on, whole lines (RLD-2). */
  restore(): void {
    if (this.#settings !== undefined) stty([this.#settings])
  }
}

function stty(args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('stty', args, {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
  })
  return status === 0 ? stdout.trim() : undefined
}
