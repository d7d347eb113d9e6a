// `npm run bench:ingest [-- --runs 3 --scale 1 --seed 1 --profile DIR --json]`. Each run starts the built tracker on an
// empty directory, warms it with 400 events, sends all events over 32 connections as fast as answers come, waits until
// all are digested, then sends six seconds' worth at half of that rate. CPU is the tracker's own, all threads; the
// ceiling is gunzip + decodeEnvelope + JSON.parse of the same bodies in a process of its own. Linux only.
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
    runs.push(
      await measure({
        rawBytes: size.rawBytes,
        count,
        seed: Number(values.seed) + 10 * n,
        connections: 32,
        profileDir,
      }),
    )
    process.stderr.write(
      `${size.rawBytes / 1000} kB, run ${n + 1} of ${values.runs}: ${Math.round(runs.at(-1)?.processedPerSecond ?? 0)} events/s\n`,
    )
    if (profileDir !== undefined) process.stdout.write(await topOfProfiles(profileDir))
  }
  process.stdout.write(values.json ? `${JSON.stringify({ ...size, runs })}\n` : table(size.rawBytes, runs))
}
