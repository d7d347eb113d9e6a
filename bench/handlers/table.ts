import type { RoundMeasure, Slice } from './measure-round.ts'
import type { Variant } from './servers/contestant.ts'
import { type Estimate, estimate, medianOf } from './statistics.ts'

/** What the rounds of one framework showed. */
export interface Contest {
  readonly framework: string
  readonly rounds: readonly RoundMeasure[]
}

/** Microseconds more per request without an error; Express pays for handlers that are wrapped one by one. */
function goalMicros(framework: string): number {
  return framework.startsWith('express') ? 5 : 3
}

/** By how many per cent a handled error may cost more than the framework's own way. */
const goalPercent = 15

const explanation = `CPU time of the server per request: medians, and differences with their 95 % intervals.
"own" is the framework's own way: its own HTTP errors (or those its documentation names; for node and fetch a small class
with a status), caught by its own error handler, same body and content type. "least" throws the smallest error class that
can be written instead, which no framework brings. culprit sends one header more, X-Request-Error.`

/** Returns the table of all frameworks: medians, each difference with its interval, and whether its goal is reached. */
export function table(contests: readonly Contest[]): string {
  return [
    explanation,
    '',
    line(['no error thrown', 'own µs', 'culprit µs', 'ratio', 'more, µs', 'goal', '']),
    ...contests.map(({ framework, rounds }) => {
      const groups = rounds.map(({ ok }) => ok)
      // Both other variants are the same application as long as nothing is thrown.
      const more = differences(groups, ({ own, least, culprit }) => culprit - (own + least) / 2)
      return line([framework, ...medians(groups, 'own'), ...judged(more, goalMicros(framework))])
    }),
    '',
    line(['every request throws a 404', 'own µs', 'culprit µs', 'ratio', 'more, %', 'goal', '']),
    ...contests.map((contest) => missingLine(contest, 'own')),
    '',
    line(['the same, against least', 'least µs', 'culprit µs', 'ratio', 'more, %', 'goal', '']),
    ...contests.map((contest) => missingLine(contest, 'least')),
    '',
  ].join('\n')
}

function missingLine({ framework, rounds }: Contest, against: 'own' | 'least'): string {
  const groups = rounds.map(({ missing }) => missing)
  const more = differences(groups, (slice) => (slice.culprit / slice[against] - 1) * 100)
  return line([framework, ...medians(groups, against), ...judged(more, goalPercent)])
}

function differences(groups: readonly (readonly Slice[])[], difference: (slice: Slice) => number): Estimate {
  return estimate(groups.map((group) => group.map(difference)))
}

function medians(groups: readonly (readonly Slice[])[], against: Variant): readonly string[] {
  const base = medianOf(groups.map((group) => medianOf(group.map((slice) => slice[against]))))
  const culprit = medianOf(groups.map((group) => medianOf(group.map((slice) => slice.culprit))))
  return [base.toFixed(1), culprit.toFixed(1), (culprit / base).toFixed(2)]
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
