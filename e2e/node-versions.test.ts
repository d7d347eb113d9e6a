import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ask, conformanceRows, expectRow } from '@culprit/testkit'
import { conformanceApps, conformanceName, startConformance } from './support/conformance-app.ts'

/**
 * The built library on the other Nodes it promises to run on; its whole suite runs there too, from `npm test`. They
 * come as optional packages: where there is none for the platform, its tests are skipped.
 */
const nodes = [22, 24].map((major) => {
  const path = fileURLToPath(new URL(`../runtimes/node-${major}/node_modules/.bin/node`, import.meta.url))
  const { stdout, status } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return { major, path, found: status === 0 && stdout.startsWith(`v${major}.`) }
})
const apps = conformanceApps.map((options) => ({ ...options, name: conformanceName(options) }))

describe.each(nodes)('on Node $major', ({ path, found }) => {
  it.skipIf(!found).each(apps)('the conformance application of $name answers its table', async (options) => {
    await using app = await startConformance({ ...options, node: path })
    for (const row of conformanceRows) expectRow(await ask(app.url + row.path), row)
    const answer = await ask(`${app.url}/stream`)
    expect([answer.status, answer.broken]).toEqual([200, true])
  })
})
