// `npm run bench:import [-- --rounds 15]`. What importing the library costs, against importing nothing and against
// `@sentry/node`: medians over fresh processes that take turns, by the clock and in CPU time, and the modules that weigh
// most. About a minute.
import { parseArgs } from 'node:util'
import { importTable, measureImports, moreThanEmpty } from './imports/imports.ts'

/** By how many milliseconds importing the library may lengthen a program's start. */
const goalMs = 30

const { values } = parseArgs({ options: { rounds: { type: 'string' } } })
const specifiers = ['culprit', 'culprit/express', 'culprit/logging', 'culprit/register', '@sentry/node']
const measures = await measureImports(specifiers, Number(values.rounds ?? 15))
process.stdout.write(importTable(measures))
for (const key of ['ms', 'cpuMs'] as const) {
  const [culprit = Number.NaN] = measures.map((measure) => moreThanEmpty(measure, key))
  const verdict = culprit <= goalMs ? 'reached' : 'MISSED'
  const what = key === 'ms' ? 'by the clock' : 'of CPU time'
  process.stdout.write(`\nimport 'culprit' ${what}: ${culprit.toFixed(1)} ms, at most ${goalMs}: ${verdict}`)
}
process.stdout.write('\n')
