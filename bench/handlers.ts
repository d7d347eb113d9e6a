// `npm run bench:handlers [-- --quick --memory --only express,koa --rounds 5 --profile DIR --json]`. For each framework,
// rounds of fresh processes (the framework's own way, the least there can be, and culprit) are warmed up and then asked in
// turns over keep-alive connections: first a route that answers, then one that throws a 404 that an error handler
// answers. CPU time is that of the server process alone, all threads; the requests come from this process, or with
// `--memory` from the server's own, without sockets, which is steadier and leaves less that all variants share. About eight
// minutes; `--quick` about three.
import { parseArgs } from 'node:util'
import { measureRound, type RoundMeasure } from './handlers/measure-round.ts'
import { table } from './handlers/table.ts'
import { topOfProfiles } from './profile.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    only: { type: 'string', default: 'express,express 4,fastify,hono,koa,node,fetch,nest' },
    rounds: { type: 'string' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

// Many short slices: what disturbs the machine meets few of them, and the median is not moved. The compiler is through
// with the path of errors after some 45,000 requests; measured before that, whoever has more code pays for compiling it.
const size = values.quick
  ? { rounds: 3, warmUp: { ok: 20_000, missing: 50_000 }, requests: 480, slices: 15 }
  : { rounds: 5, warmUp: { ok: 30_000, missing: 60_000 }, requests: 720, slices: 25 }
const roundCount = Number(values.rounds ?? size.rounds)
const frameworks = values.only.split(',')
const measured = new Map<string, RoundMeasure[]>(frameworks.map((framework) => [framework, []]))

// Round by round over all frameworks, so that a busy minute of the machine does not meet one framework alone.
for (let round = 1; round <= roundCount; round++) {
  for (const [framework, rounds] of measured) {
    const profileDir = values.profile === undefined ? undefined : `${values.profile}/${framework}`
    rounds.push(await measureRound({ framework, inMemory: values.memory, ...size, profileDir }))
    process.stderr.write(`round ${round} of ${roundCount}: ${framework}\n`)
  }
}
for (const framework of values.profile === undefined ? [] : frameworks) {
  for (const variant of ['own', 'least', 'culprit']) {
    process.stdout.write(`\n${framework}, ${variant}`)
    process.stdout.write(await topOfProfiles(`${values.profile}/${framework}/${variant}`))
  }
}
const contests = [...measured].map(([framework, rounds]) => ({ framework, rounds }))
process.stdout.write(values.json ? `${JSON.stringify(contests)}\n` : table(contests))
