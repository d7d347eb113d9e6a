// `npm run bench:report [-- --quick --only shops,storm,variables,hot --rounds 3 --ways bare,culprit --mixes 'no error'
// --profile DIR]`: what reporting costs the shop of examples/, against the shop bare and with `@sentry/node`, and what
// capturing local variables costs and yields. Fresh processes of each way are asked in turns; CPU time is that of the
// server process, all threads. About 15 minutes, `--quick` under six. `--soak` alone: the heap over a million throws.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureShops, type ShopsMeasure, type Way } from './report/measure-shops.ts'
import { shopsTable } from './report/shops-table.ts'
import { topOfProfiles } from './profile.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'shops,storm,variables,hot' },
    ways: { type: 'string', default: 'bare,culprit,sentry' },
    mixes: { type: 'string', default: 'no error,1 % errors,100 % errors' },
    rounds: { type: 'string' },
    profile: { type: 'string' },
    soak: { type: 'boolean', default: false },
  },
})

const size = values.quick
  ? { rounds: 2, warmUp: 6000, requests: 1000, turns: 5, rate: 300, waits: 3 }
  : { rounds: 5, warmUp: 15_000, requests: 1000, turns: 8, rate: 300, waits: 4 }
const ways = values.ways.split(',') as Way[]

async function shops(): Promise<void> {
  const runs: ShopsMeasure[] = []
  const rounds = Number(values.rounds ?? size.rounds)
  for (let round = 1; round <= rounds; round++) {
    runs.push(
      await measureShops({ ...size, ways, mixes: values.mixes.split(','), profileDir: values.profile }),
    )
    process.stderr.write(`round ${round} of ${rounds}\n`)
  }
  process.stdout.write(shopsTable(runs, ways))
  for (const way of values.profile === undefined ? [] : ways) {
    process.stdout.write(`\n${way}${await topOfProfiles(`${values.profile}/${way}`)}`)
  }
}

/** Runs a part in a process of its own, since capturing is a state of the whole process. */
async function part(name: string): Promise<void> {
  const program = fileURLToPath(new URL('report/run-part.ts', import.meta.url))
  const args = [program, name, ...(values.quick ? ['quick'] : [])]
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')
  if (code !== 0) throw new Error(`The part ${name} failed (${code})`)
}

for (const name of values.soak ? ['soak'] : values.only.split(',')) {
  if (name === 'shops') await shops()
  else await part(name)
}
