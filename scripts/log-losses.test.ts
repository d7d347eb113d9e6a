import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

it('the manual has every reason for which handlers count records as lost, and no other', () => {
  const table = read('docs/log-files.md').split('## What is lost is counted')[1]?.split('\n## ')[0] ?? ''
  const documented = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, reason = '']) => reason)
  expect(documented.toSorted()).toEqual([...countedReasons()].toSorted())
})

/** Returns the reasons that the sources count losses by, and those of the types they pass on. */
function countedReasons(): ReadonlySet<string> {
  const files = globSync('packages/culprit/src/{logging,mail}/**/*.ts', {
    cwd: root,
    exclude: ['**/*.test.ts'],
  })
  const reasons = new Set<string>()
  for (const source of files.map(read)) {
    for (const [, reason = ''] of source.matchAll(/countLoss\('([a-z-]+)'/g)) reasons.add(reason)
    for (const [, union = ''] of source.matchAll(/^(?:export )?type \w+Loss =([^\n]*(?:\n {2}\|[^\n]*)*)/gm))
      for (const [, reason = ''] of union.matchAll(/'([a-z-]+)'/g)) reasons.add(reason)
  }
  return reasons
}
