import { estimate } from '../handlers/statistics.ts'
import { type AskedProcess, startProcess } from './asked-process.ts'

const goalPercent = 90
const kinds = ['handled', 'reported'] as const

/** What is asked of a storm. */
interface Storm {
  /** Turns a second of CPU time: other processes would decide over those in a second of wall time. */
  readonly perSecond: number
}

/** Prints how much of its throughput a storm of 10,000 throws a second keeps, of handled ones and of reported ones. */
export async function storm(rounds: number): Promise<void> {
  console.log('A storm of 10,000 throws a second keeps of its throughput, its first ten seconds:')
  const sink = await startProcess({ program: 'sink.ts' })
  for (const kind of kinds) {
    const groups: (readonly number[])[] = []
    for (let round = 0; round < rounds; round++) {
      const [bare, watched] = await Promise.all([
        startStorm(kind, 'bare'),
        startStorm(kind, 'culprit', sink.port),
      ])
      groups.push(await percentsOf(bare, watched))
      await Promise.all([bare.stop(), watched.stop()])
    }
    const { median, low, high } = estimate(groups)
    console.log(
      `  ${kind.padEnd(9)} ${median.toFixed(1)} % (${low.toFixed(1)} .. ${high.toFixed(1)})` +
        `   goal: at least ${goalPercent} %: ${median >= goalPercent ? 'reached' : 'MISSED'}`,
    )
  }
  await sink.stop()
}

function startStorm(kind: string, way: string, port = 0): Promise<AskedProcess<Storm>> {
  return startProcess({ program: 'storm-process.ts', args: [kind, way, String(port)] })
}

/** In turns, a second each, so that whatever else the machine does meets both. */
async function percentsOf(
  bare: AskedProcess<Storm>,
  watched: AskedProcess<Storm>,
): Promise<readonly number[]> {
  const percents: number[] = []
  for (let n = 0; n < 10; n++) {
    const without = await bare.ask()
    percents.push((100 * (await watched.ask()).perSecond) / without.perSecond)
  }
  return percents
}
