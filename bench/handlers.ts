// `npm run bench:handlers [-- --quick --only express,koa --pairs 5 --profile DIR --json]`. For each framework, pairs of
// fresh processes, one bare and one with culprit, are warmed up and then asked in turns over keep-alive connections:
// first a route that answers, then one that throws a 404 that an error handler answers. CPU time is that of the server
// process alone, all threads; the requests come from this process. About five minutes; `--quick` about one.
import { parseArgs } from 'node:util'
import { measurePair, type PairMeasure } from './handlers/measure-pair.ts'
import { table } from './handlers/table.ts'
import { topOfProfiles } from './profile.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'express,express 4,fastify,hono,koa,node,fetch,nest' },
    pairs: { type: 'string' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const size = values.quick
  ? { pairs: 3, warmUp: 12_000, requests: 1200, slices: 4 }
  : { pairs: 5, warmUp: 20_000, requests: 2400, slices: 6 }
const pairCount = Number(values.pairs ?? size.pairs)
const frameworks = values.only.split(',')
const measured = new Map<string, PairMeasure[]>(frameworks.map((framework) => [framework, []]))

// Round by round over all frameworks, so that a busy minute of the machine does not meet one framework alone.
for (let round = 1; round <= pairCount; round++) {
  for (const [framework, pairs] of measured) {
    const profileDir = values.profile === undefined ? undefined : `${values.profile}/${framework}`
    pairs.push(await measurePair({ framework, ...size, profileDir }))
    process.stderr.write(`round ${round} of ${pairCount}: ${framework}\n`)
  }
}
for (const framework of values.profile === undefined ? [] : frameworks) {
  for (const variant of ['bare', 'culprit']) {
    process.stdout.write(`\n${framework}, ${variant}`)
    process.stdout.write(await topOfProfiles(`${values.profile}/${framework}/${variant}`))
  }
}
const contests = [...measured].map(([framework, pairs]) => ({ framework, pairs }))
process.stdout.write(values.json ? `${JSON.stringify(contests)}\n` : table(contests))
