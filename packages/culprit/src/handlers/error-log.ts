/** Where dispatch writes to. Implementations must not throw; `error` is written with its stack and causes. */
export interface ErrorLog {
  readonly error: (message: string, error: unknown) => void
  readonly info: (message: string) => void
}
