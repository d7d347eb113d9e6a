import { estimate, medianOf } from '../handlers/statistics.ts'
import { type Contest, type Goal, nothing } from './contests.ts'
import type { ProcessMeasure } from './measure-process.ts'

/** What every library of a contest showed, round by round. */
export interface ContestResult {
  readonly contest: Contest
  readonly measured: ReadonlyMap<string, readonly ProcessMeasure[]>
}

const preface = `CPU time of one call in microseconds, all threads, each case in a process of its own: median of the rounds (range), and
culprit's cost as a multiple of the other's in the same round (median, 95 % interval). What the loop costs that calls is
taken away, but for calls below the level, which the compiler may melt into it. All log the message 'order %s placed'
with one string from logger shop.cart (LogTape: its own placeholder) to a file in the same temporary directory, 10 lines
for each turn of the event loop, in the fastest way that the library documents and that loses no line here: our file
handler and pino's destinations as they come, pino with its default timestamp, winston with splat and timestamp(),
LogTape with its text formatter to one writeSync or its stream sink, log4js with its basic layout.`

/** Returns the tables of all contests with ratios and verdicts; who lost lines is marked. */
export function table(results: readonly ContestResult[]): string {
  return `${preface}\n${results.map(contestTable).join('')}`
}

function contestTable({ contest, measured }: ContestResult): string {
  const loop = (measured.get(nothing.name) ?? []).map(({ micros }) => micros)
  const microsOf = (runs: readonly ProcessMeasure[] | undefined): readonly number[] =>
    (runs ?? []).map(({ micros }, round) => micros - (contest.kind === 'disabled' ? 0 : (loop[round] ?? 0)))
  const own = microsOf(measured.get('culprit'))
  const rows = contest.entries.map(({ name }) => {
    const runs = measured.get(name)
    const micros = microsOf(runs)
    const lost = (runs ?? []).reduce((sum, run) => sum + run.lost, 0)
    const goal = contest.goals.find(({ against }) => against === name)
    const range = `${shown(Math.min(...micros))} .. ${shown(Math.max(...micros))}`
    const cells = `  ${name.padEnd(18)}${shown(medianOf(micros)).padStart(8)}   ${range.padEnd(18)}`
    const ratios = own.map((mine, round) => mine / (micros[round] ?? Number.NaN))
    return `${cells}${name === 'culprit' ? '' : ratioText(ratios, goal)}${lost === 0 ? '' : `  LOST ${lost} LINES`}`.trimEnd()
  })
  return `\n${contest.name}: ${contest.title}; the loop ${shown(medianOf(loop))}\n${rows.join('\n')}\n`
}

function ratioText(ratios: readonly number[], goal: Goal | undefined): string {
  const { median, low, high } = estimate(ratios.map((ratio) => [ratio]))
  const text = `${median.toFixed(2)} (${low.toFixed(2)} .. ${high.toFixed(2)})`.padEnd(24)
  if (goal === undefined) return text
  const verdict = median <= goal.atMost ? 'reached' : 'MISSED'
  const unsure = low <= goal.atMost && goal.atMost < high ? ', goal within the interval' : ''
  return `${text}at most ${goal.atMost}  ${verdict}${unsure}`
}

function shown(micros: number): string {
  return micros.toFixed(micros < 1 ? 4 : 2)
}
