// A process of its own: the least work that any tracker must do for the same bodies, in CPU time, printed as JSON.
import { gunzipSync } from 'node:zlib'
import { decodeEnvelope } from '@culprit/wire'
import { makeBodies } from './generator/bodies.ts'

/** What `ceiling.ts` is told, as JSON in its first argument. */
export interface CeilingOrder {
  readonly seed: number
  readonly rawBytes: number
  readonly count: number
}

/** What it prints. */
export interface CeilingReport {
  readonly cpuMicrosPerEvent: number
}

const utf8 = new TextDecoder()

function decode(gzipped: Uint8Array): number {
  let fields = 0
  for (const item of decodeEnvelope(gunzipSync(gzipped)).items) {
    const event: unknown = JSON.parse(utf8.decode(item.payload))
    if (typeof event === 'object' && event !== null) fields += Object.keys(event).length
  }
  return fields
}

const order = JSON.parse(process.argv[2] ?? '{}') as CeilingOrder
const bodies = [...makeBodies(order)]
for (const body of bodies.slice(0, 300)) decode(body.gzipped)
const before = process.cpuUsage()
let fields = 0
for (const body of bodies) fields += decode(body.gzipped)
const { user, system } = process.cpuUsage(before)
if (fields === 0) throw new Error('The bodies hold no events')
const report: CeilingReport = { cpuMicrosPerEvent: (user + system) / bodies.length }
process.stdout.write(`${JSON.stringify(report)}\n`)
