/**
 * Carries a thrown value through Express that Express would take for "no error" (`undefined`, `null`, `0`, `''`,
 * `false`) or for a command to its router (`'route'`, `'router'`).
 */
export class Boxed {
  readonly #value: unknown

  constructor(value: unknown) {
    this.#value = value
  }

  /** Returns whether a value is a box. Unlike `instanceof` it never throws, also not for a revoked proxy. */
  static is(value: unknown): value is Boxed {
    return typeof value === 'object' && value !== null && #value in value
  }

  /** What was thrown. */
  get value(): unknown {
    return this.#value
  }
}

/** Returns what to hand to Express for a thrown value: the value itself wherever Express does not mistake it. */
export function box(thrown: unknown): unknown {
  return !thrown || thrown === 'route' || thrown === 'router' ? new Boxed(thrown) : thrown
}

/** Returns what was thrown, out of its box when it is in one. */
export function unbox(error: unknown): unknown {
  return Boxed.is(error) ? error.value : error
}
