// `npm run bench:logging [-- --quick --only "text sync,location" --rounds 5 --profile DIR --json]`. CPU time of one
// logging call, culprit's built library against pino, winston, LogTape and log4js: each case in a fresh process, round
// by round over all libraries. About three minutes; `--quick` about one.
import { parseArgs } from 'node:util'
import { contests, nothing } from './logging/contests.ts'
import { measureProcess, type ProcessMeasure, type ProcessSize } from './logging/measure-process.ts'
import { type ContestResult, table } from './logging/table.ts'
import { topOfProfiles } from './profile.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const rounds = Number(values.rounds ?? (values.quick ? 3 : 5))
const size: ProcessSize = values.quick
  ? { calls: 3000, warmUp: 20_000, slices: 4 }
  : { calls: 5000, warmUp: 30_000, slices: 4 }
/** A call below the level is a thousand times cheaper, so there are more of them. */
const disabledSize: ProcessSize = { calls: 300_000, warmUp: 600_000, slices: 5 }

const wanted = values.only?.split(',')
const results: ContestResult[] = []
for (const contest of contests) {
  if (wanted !== undefined && !wanted.includes(contest.name)) continue
  const entries = [nothing, ...contest.entries]
  const measured = new Map<string, ProcessMeasure[]>(entries.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    // Every second round the other way round, so that nobody always comes first.
    const order = round % 2 === 0 ? entries : entries.toReversed()
    for (const entry of order) {
      const profileDir =
        values.profile === undefined ? undefined : `${values.profile}/${contest.name}/${entry.name}`
      const kindSize = contest.kind === 'disabled' ? disabledSize : size
      measured.get(entry.name)?.push(await measureProcess({ ...contest, ...kindSize, entry, profileDir }))
    }
    process.stderr.write(`${contest.name}, round ${round + 1} of ${rounds}\n`)
  }
  results.push({ contest, measured })
  for (const { name } of values.profile === undefined ? [] : entries) {
    process.stdout.write(`\n${contest.name}, ${name}`)
    process.stdout.write(await topOfProfiles(`${values.profile}/${contest.name}/${name}`))
  }
}
if (!values.json && results.length > 0) process.stdout.write(table(results))
const plain = results.map(({ contest, measured }) => ({ name: contest.name, measured: [...measured] }))
if (values.json) process.stdout.write(`${JSON.stringify({ results: plain })}\n`)
