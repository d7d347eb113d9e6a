import { readFileSync } from 'node:fs'
import { UsageError } from '../development/usage-error.ts'
import type { EnvironmentFacts } from './environment-facts.ts'
import type { Finding } from './finding.ts'

/** What `culprit doctor --json` prints: everything that was found, and what the environment is like. */
export interface HealthReport extends EnvironmentFacts {
  readonly version: 1
  /** ISO 8601. */
  readonly at: string
  readonly application: string
  readonly findings: readonly Finding[]
  /** Under which the values of variables were hashed. */
  readonly key: string
  /** Against another environment, if one was given. */
  readonly differences?: readonly string[]
}

/**
 * Reads a report that was saved.
 *
 * @throws {UsageError} when the file cannot be read, or is none
 */
export function readHealthReport(path: string): HealthReport {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`--compare ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (!isHealthReport(value))
    throw new UsageError(
      `--compare ${path}: this is no report; make one with \`culprit doctor FILE --json > ${path}\``,
    )
  return value
}

function isHealthReport(value: unknown): value is HealthReport {
  const { version, key, at, findings, ...rest } = Object(value) as Partial<
    Record<keyof HealthReport, unknown>
  >
  const records = [rest.facts, rest.packages, rest.variables]
  return (
    version === 1 &&
    typeof key === 'string' &&
    typeof at === 'string' &&
    Array.isArray(findings) &&
    records.every((record) => typeof record === 'object' && record !== null)
  )
}
