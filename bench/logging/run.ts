// A process of its own: one library, one kind of line, one file. Logs in bursts with a turn of the event loop after
// each, as a server does, so that what writes in the background can; sends the CPU time of a call for every slice.
import { statSync } from 'node:fs'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Contestant, Kind, OpenContestant } from './contestant.ts'

const openers: Readonly<Record<string, () => Promise<{ readonly open: OpenContestant }>>> = {
  nothing: () => import('./contestants/nothing.ts'),
  culprit: () => import('./contestants/culprit.ts'),
  pino: () => import('./contestants/pino.ts'),
  winston: () => import('./contestants/winston.ts'),
  logtape: () => import('./contestants/logtape.ts'),
  log4js: () => import('./contestants/log4js.ts'),
}

/** Calls for each turn of the event loop. */
const burst = 10
/** How deep in calls a logging call is; a framework's request handler is about this far down. */
const depth = 20
const ids = Array.from({ length: 1024 }, (_, n) => `A${100_000 + n * 37}`)

const [library = '', kind = '', variant = '', path = '', calls = '', warmUp = '', slices = ''] =
  process.argv.slice(2)
const found = await openers[library]?.()
if (found === undefined) throw new Error(`No library ${library}`)
const contestant = await found.open({ kind: kind as Kind, variant, path })
await slice(contestant, Number(warmUp))
const micros: number[] = []
for (let n = 0; n < Number(slices); n++) micros.push(await slice(contestant, Number(calls)))
// A worker that still writes does not keep its process alive.
const awake = setInterval(() => {}, 1000)
await contestant.close()
clearInterval(awake)
process.send?.({ micros }, () => process.disconnect?.())

/** Returns the CPU microseconds of one call, all threads, until what it left to the background is done too. */
async function slice({ log }: Contestant, count: number): Promise<number> {
  const before = process.cpuUsage()
  if (kind === 'disabled') logOften(log, count)
  else
    for (let done = 0; done < count; done += burst) {
      deep(log, depth)
      await setImmediate()
    }
  await settled()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

/** Resolves when the file has not grown for a while: lines that still wait are not for free. */
async function settled(): Promise<void> {
  for (let quiet = 0, size = -1; quiet < 2;) {
    await setTimeout(10)
    const now = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    quiet = now === size ? quiet + 1 : 0
    size = now
  }
}

function deep(log: Contestant['log'], left: number): void {
  if (left > 0) deep(log, left - 1)
  else logOften(log, burst)
}

function logOften(log: Contestant['log'], count: number): void {
  for (let n = 0; n < count; n++) log(ids[n & 1023] ?? '')
}
