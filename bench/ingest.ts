// `npm run bench:ingest [-- --runs 3 --profile DIR --json]`: see docs for what the numbers mean.
import { parseArgs } from 'node:util'
import { measure, type Measured } from './measure.ts'
import { topOfProfiles } from './profile.ts'
import { table } from './table.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const sizes = [
  { rawBytes: 10_000, count: 20_000 },
  { rawBytes: 40_000, count: 6000 },
]

for (const size of sizes) {
  const runs: Measured[] = []
  for (let n = 0; n < Number(values.runs); n++) {
    const profileDir = values.profile === undefined ? undefined : `${values.profile}/${size.rawBytes}`
    const count = Math.round(size.count * Number(values.scale))
    runs.push(await measure({ rawBytes: size.rawBytes, count, seed: Number(values.seed) + 10 * n, connections: 32, profileDir }))
    process.stderr.write(`${size.rawBytes / 1000} kB, run ${n + 1} of ${values.runs}: ${Math.round(runs.at(-1)?.processedPerSecond ?? 0)} events/s\n`)
    if (profileDir !== undefined) process.stdout.write(await topOfProfiles(profileDir))
  }
  process.stdout.write(values.json ? `${JSON.stringify({ ...size, runs })}\n` : table(size.rawBytes, runs))
}
