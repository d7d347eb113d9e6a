// A process of its own for one part of the benchmark: `node run-part.ts PART [quick]`.
import { failingStatement } from './failing-statement.ts'
import { hotFunction } from './hot-function.ts'
import { shareOfReported } from './share-of-reported.ts'
import { soak } from './soak.ts'
import { storm } from './storm.ts'

const [part, size] = process.argv.slice(2)
const isQuick = size === 'quick'

switch (part) {
  case 'storm':
    await storm(isQuick ? 3 : 7)
    break
  case 'variables':
    await shareOfReported(isQuick ? 8 : 30)
    await failingStatement(isQuick ? 8 : 20)
    break
  case 'hot':
    await hotFunction()
    break
  case 'soak':
    await soak(isQuick ? 100_000 : 1_000_000)
    break
  default:
    throw new Error(`No part of the benchmark is called ${part}`)
}
