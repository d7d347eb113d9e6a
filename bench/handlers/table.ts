import type { PairMeasure, Slice } from './measure-pair.ts'
import { type Estimate, estimate, medianOf } from './statistics.ts'

/** What the pairs of one framework showed. */
export interface Contest {
  readonly framework: string
  readonly pairs: readonly PairMeasure[]
}

/** Microseconds more per request without an error; Express pays for handlers that are wrapped one by one. */
function goalMicros(framework: string): number {
  return framework.startsWith('express') ? 5 : 3
}

/** By how many per cent a handled error may cost more than the framework's own way. */
const goalPercent = 15

/** Returns the table of all frameworks: medians, each difference with its interval, and whether its goal is reached. */
export function table(contests: readonly Contest[]): string {
  return [
    'CPU time of the server per request: medians, and differences with their 95 % intervals',
    '',
    line(['no error thrown', 'bare µs', 'culprit µs', 'ratio', 'more, µs', 'goal', '']),
    ...contests.map(({ framework, pairs }) => {
      const groups = pairs.map(({ ok }) => ok)
      const more = estimate(groups.map((group) => group.map(({ bare, culprit }) => culprit - bare)))
      return line([framework, ...sums(groups), ...judged(more, goalMicros(framework))])
    }),
    '',
    line(['every request throws a 404', 'bare µs', 'culprit µs', 'ratio', 'more, %', 'goal', '']),
    ...contests.map(({ framework, pairs }) => {
      const groups = pairs.map(({ missing }) => missing)
      const more = estimate(
        groups.map((group) => group.map(({ bare, culprit }) => (culprit / bare - 1) * 100)),
      )
      return line([framework, ...sums(groups), ...judged(more, goalPercent)])
    }),
    '',
  ].join('\n')
}

function sums(groups: readonly (readonly Slice[])[]): readonly string[] {
  const bare = medianOf(groups.map((group) => medianOf(group.map((slice) => slice.bare))))
  const culprit = medianOf(groups.map((group) => medianOf(group.map((slice) => slice.culprit))))
  return [bare.toFixed(1), culprit.toFixed(1), (culprit / bare).toFixed(2)]
}

function judged(more: Estimate, goal: number): readonly string[] {
  const { median, low, high } = more
  return [`${signed(median)} (${signed(low)} .. ${signed(high)})`, `at most ${goal}`, verdict(more, goal)]
}

/** The median decides; an interval that reaches over the goal says that another run might decide otherwise. */
function verdict({ median, low, high }: Estimate, goal: number): string {
  const decision = median <= goal ? 'reached' : 'MISSED'
  return low <= goal && goal < high ? `${decision}, goal within the interval` : decision
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(1)}`
}

const widths = [28, 9, 12, 7, 26, 12, 0]

function line(cells: readonly string[]): string {
  return cells
    .map((cell, at) => {
      const width = widths[at] ?? 0
      return at > 0 && at < 4 ? cell.padStart(width) : `${at > 3 ? '  ' : ''}${cell.padEnd(width)}`
    })
    .join('')
    .trimEnd()
}
