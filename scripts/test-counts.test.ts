import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readCounts } from './test-counts.ts'

const folder = mkdtempSync(join(tmpdir(), 'culprit-test-counts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function reportOf(testResults: readonly object[]): string {
  const report = join(folder, 'report.json')
  writeFileSync(report, JSON.stringify({ numPassedTests: 2, numPendingTests: 1, testResults }))
  return report
}

describe('readCounts()', () => {
  it('names the failed tests, and files that did not load', () => {
    const report = reportOf([
      {
        name: '/project/a.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'a adds', status: 'passed' },
          { fullName: 'a divides', status: 'failed' },
        ],
      },
      { name: '/project/b.test.ts', status: 'failed', assertionResults: [] },
      {
        name: '/project/c.test.ts',
        status: 'passed',
        assertionResults: [{ fullName: 'c', status: 'passed' }],
      },
    ])
    expect(readCounts(report, '/project')).toEqual({
      passed: 2,
      failed: 2,
      skipped: 1,
      failures: [
        { file: 'a.test.ts', name: 'a divides' },
        { file: 'b.test.ts', name: '' },
      ],
    })
  })

  it('is undefined when a run left no report', () => {
    expect(readCounts(join(folder, 'none.json'), '/project')).toBeUndefined()
  })
})
