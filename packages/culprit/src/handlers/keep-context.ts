const chained: unique symbol = Symbol('culprit.chained')

/** An error whose cause was given by `keepContext`. */
interface Chained {
  readonly [chained]?: boolean
}

/**
 * Makes the error that was being handled the `cause` of one that its handler threw, so that logs and reports show both
 * (DSP-13): JavaScript keeps no context by itself, and the first error would be lost. A cause of the application's own
 * stays, an error that cannot be changed stays as it is, and no circle is made. Never throws.
 */
export function keepContext(later: Error & Chained, first: Error): void {
  try {
    // An error that an application throws again and again must not keep the cause of another request.
    if ('cause' in later && later[chained] !== true) return
    if (!Object.isExtensible(later) || causesOf(first).includes(later)) return
    Object.defineProperty(later, chained, { value: true, configurable: true })
    Object.defineProperty(later, 'cause', { value: first, configurable: true, writable: true })
  } catch {
    // A proxy or a getter of the application that throws.
  }
}

/** The error and what caused it, at most ten steps back. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = []
  for (let one = error; one instanceof Error && causes.length < 10; one = one.cause) causes.push(one)
  return causes
}
