export interface UntilOptions {
  /** @default 20,000 */
  readonly timeoutMs?: number | undefined
  /** @default 25 */
  readonly everyMs?: number | undefined
  /** What was waited for, for the error. */
  readonly what?: string | undefined
}

/**
 * Asks again and again until the answer is neither undefined, null nor false, and returns it.
 * @throws {Error} When the time is up; the last error that asking threw is its cause.
 */
export async function until<T>(
  ask: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<Exclude<T, undefined | null | false>> {
  const timeoutMs = options.timeoutMs ?? 20_000
  const end = performance.now() + timeoutMs
  let cause: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== null && answer !== false)
        return answer as Exclude<T, undefined | null | false>
      cause = undefined
    } catch (error) {
      cause = error
    }
    if (performance.now() > end)
      throw new Error(`Waited ${timeoutMs} ms in vain for ${options.what ?? 'an answer'}`, { cause })
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 25))
  }
}
