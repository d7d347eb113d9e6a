import type { Measured } from './measure.ts'

interface Row {
  readonly label: string
  readonly key: Exclude<keyof Measured, 'threads'>
  readonly digits: number
  /** What is to be reached, by size of event. */
  readonly goal?:
    | { readonly kind: 'at least' | 'at most'; readonly small: number; readonly large: number }
    | undefined
}

const rows: readonly Row[] = [
  { label: 'accepted, events/s', key: 'acceptedPerSecond', digits: 0 },
  { label: 'ack p50 at full load, ms', key: 'ackP50Ms', digits: 1 },
  { label: 'ack p99 at full load, ms', key: 'ackP99Ms', digits: 1 },
  {
    label: 'fully processed, events/s',
    key: 'processedPerSecond',
    digits: 0,
    goal: { kind: 'at least', small: 2000, large: 600 },
  },
  {
    label: 'ack p99 at half that load, ms',
    key: 'halfLoadAckP99Ms',
    digits: 1,
    goal: { kind: 'at most', small: 50, large: 50 },
  },
  { label: 'tracker CPU per event, µs', key: 'cpuMicrosPerEvent', digits: 0 },
  { label: 'ceiling CPU per event, µs', key: 'ceilingMicrosPerEvent', digits: 0 },
  {
    label: 'CPU as a multiple of the ceiling',
    key: 'cpuTimesCeiling',
    digits: 2,
    goal: { kind: 'at most', small: 8, large: 4 },
  },
  { label: 'peak RSS, MiB', key: 'peakRssMb', digits: 0, goal: { kind: 'at most', small: 350, large: 350 } },
  { label: 'idle RSS, MiB', key: 'idleRssMb', digits: 0, goal: { kind: 'at most', small: 150, large: 150 } },
  { label: 'disk per event, bytes', key: 'diskBytesPerEvent', digits: 0 },
  {
    label: 'disk as a share of raw',
    key: 'diskShareOfRaw',
    digits: 3,
    goal: { kind: 'at most', small: 0.35, large: 0.25 },
  },
  {
    label: 'spawn to ready, ms',
    key: 'readyMs',
    digits: 0,
    goal: { kind: 'at most', small: 1500, large: 1500 },
  },
]

/** Returns the median of every measure with its range, its goal and whether the median reaches it. */
export function table(rawBytes: number, runs: readonly Measured[]): string {
  const lines = rows.map(({ label, key, digits, goal }) => {
    const sorted = runs.map((run) => run[key]).toSorted((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0
    const wanted = goal && (rawBytes < 20_000 ? goal.small : goal.large)
    const reached =
      wanted === undefined
        ? ''
        : (goal?.kind === 'at least' ? median >= wanted : median <= wanted)
          ? 'reached'
          : 'MISSED'
    const range = `${(sorted[0] ?? 0).toFixed(digits)} .. ${(sorted.at(-1) ?? 0).toFixed(digits)}`
    return `  ${label.padEnd(34)}${median.toFixed(digits).padStart(10)}   ${range.padEnd(22)}${wanted === undefined ? '' : `${goal?.kind} ${wanted}`.padEnd(16)}${reached}`.trimEnd()
  })
  const head = `\n${rawBytes / 1000} kB events, median of ${runs.length} (range)\n`
  const threads =
    runs.at(-1)?.threads.map(([name, micros]) => `  ${micros.toFixed(0).padStart(6)} µs  ${name}`) ?? []
  return `${head}${lines.join('\n')}\n  CPU per event by thread, last run\n${threads.join('\n')}\n`
}
