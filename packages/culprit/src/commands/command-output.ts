/** Where the command writes: `out` takes what was asked for, `err` what went wrong; both take whole lines. */
export interface CommandOutput {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}
