/** What one check has found. */
export interface Finding {
  /** What was checked. */
  readonly check: Check
  readonly status: 'ok' | 'warn' | 'fail'
  /** One line, without secrets. */
  readonly text: string
  /** What to do about it, in one line. */
  readonly advice?: string | undefined
}

/** Everything that is checked, in the order of the report. */
export const checks = [
  'user',
  'node',
  'environment',
  'configuration',
  'application',
  'debug',
  'told',
  'logs',
  'spool',
  'mail',
  'tracker',
  'clock',
  'source maps',
] as const

/** The name of a check. */
type Check = (typeof checks)[number]

/** Returns findings in the order of the report. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => checks.indexOf(a.check) - checks.indexOf(b.check))
}
