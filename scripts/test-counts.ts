// What a run of vitest said of its tests, read from its JSON report.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** A test that failed; the name is empty for a file that did not load. */
interface FailedTest {
  readonly file: string
  readonly name: string
}

export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly failures: readonly FailedTest[]
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** Returns the counts of a report, its files relative to `root`, or undefined where a run ended early and left none. */
export function readCounts(report: string, root: string): TestCounts | undefined {
  let read: Report
  try {
    read = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return undefined
  }
  const failures = read.testResults.flatMap(({ name, status, assertionResults }): readonly FailedTest[] => {
    const file = relative(root, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length > 0) return failed.map((test) => ({ file, name: test.fullName }))
    return status === 'failed' ? [{ file, name: '' }] : []
  })
  return {
    passed: read.numPassedTests,
    failed: failures.length,
    skipped: read.numPendingTests,
    failures,
  }
}
