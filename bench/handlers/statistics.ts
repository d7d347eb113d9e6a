import { createRandom } from '../generator/random.ts'

/** A median and the interval that holds it with 95 % confidence. */
export interface Estimate {
  readonly median: number
  readonly low: number
  readonly high: number
}

const resamples = 2000

/** Returns the median of numbers, the mean of the two in the middle when there is an even number of them. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const below = sorted[Math.ceil(middle) - 1] ?? Number.NaN
  return (below + (sorted[Math.floor(middle)] ?? below)) / 2
}

/**
 * Returns the median over groups of measurements (one a pair of processes) of the median in each, with its interval by
 * bootstrap: groups are drawn first and measurements in them then, since those of one process are alike (Davison and
 * Hinkley, Bootstrap Methods and their Application, section 3.8). Repeats for the same numbers.
 */
export function estimate(groups: readonly (readonly number[])[]): Estimate {
  const random = createRandom(1)
  const draw = <T>(list: readonly T[]): readonly T[] => list.map(() => random.pick(list))
  const medians = Array.from({ length: resamples }, () =>
    medianOf(draw(groups).map((group) => medianOf(draw(group)))),
  ).toSorted((a, b) => a - b)
  return {
    median: medianOf(groups.map(medianOf)),
    low: medians[Math.floor(resamples * 0.025)] ?? Number.NaN,
    high: medians[Math.ceil(resamples * 0.975) - 1] ?? Number.NaN,
  }
}
