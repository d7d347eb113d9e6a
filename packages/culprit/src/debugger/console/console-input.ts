/** Input of a console as it is run. */
export interface ConsoleCode {
  readonly kind: 'code'
  readonly code: string
  /** Whether it has to run in an async function. */
  readonly isAsync: boolean
  /** Whether the last statement is an expression, whose value is shown, undefined too. */
  readonly hasValue: boolean
  /** Names that it declares: they live in the console from now on. */
  readonly declared: readonly string[]
  /** Names that it assigns to without declaring them. */
  readonly assigned: readonly string[]
}

/** Input that is not run; `incomplete` when another line may complete it (CON-2). */
export interface RefusedInput {
  readonly kind: 'incomplete' | 'refused'
  readonly message: string
}

export type ConsoleInput = ConsoleCode | RefusedInput
