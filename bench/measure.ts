import { createApiClient } from '../packages/testkit/src/api-client.ts'
import { runTracker, type TrackerProcess } from '../packages/testkit/src/run-tracker.ts'
import { until } from '../packages/testkit/src/until.ts'
import { createTempDir } from '../packages/testkit/src/temp-dir.ts'
import { prepareLoad, runChild } from './child.ts'
import type { CeilingReport } from './ceiling.ts'
import type { LoadReport } from './load.ts'
import { cpuMicrosOf, diskBytesOf, memoryOf, threadMicrosOf } from './process-stats.ts'

export interface MeasureOptions {
  readonly rawBytes: number
  readonly count: number
  readonly seed: number
  readonly connections: number
  /** Directory for CPU profiles of all threads. */
  readonly profileDir?: string | undefined
}

/** What one run of the benchmark measured. Rates per second, sizes in MiB, times in milliseconds. */
export interface Measured {
  readonly readyMs: number
  readonly idleRssMb: number
  readonly acceptedPerSecond: number
  readonly ackP50Ms: number
  readonly ackP99Ms: number
  readonly processedPerSecond: number
  readonly cpuMicrosPerEvent: number
  /** CPU time per event of each thread that used more than 2 % of it, most first. */
  readonly threads: readonly (readonly [name: string, micros: number])[]
  readonly ceilingMicrosPerEvent: number
  readonly cpuTimesCeiling: number
  readonly peakRssMb: number
  readonly halfLoadPerSecond: number
  readonly halfLoadAckP99Ms: number
  readonly diskBytesPerEvent: number
  readonly diskShareOfRaw: number
}

const warmUpCount = 400

/** Runs the tracker on an empty data directory under one size of events and returns what was measured. */
export async function measure(options: MeasureOptions): Promise<Measured> {
  const { rawBytes, count, seed } = options
  const ceiling = await runChild<CeilingReport>('ceiling.ts', {
    seed,
    rawBytes,
    count: Math.min(count, 3000),
  })
  await using dir = await createTempDir('culprit-bench-')
  const nodeArgs =
    options.profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profileDir}`]
  const tracker = await runTracker({
    dataDir: dir.path,
    nodeArgs,
    env: { CULPRIT_KEY_EVENTS_PER_MINUTE: '100000000', CULPRIT_EVENTS_PER_MINUTE: '100000000' },
  })
  try {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const idleRssMb = await memoryOf(tracker.pid, 'VmRSS')
    await fullLoad(tracker, { ...options, count: warmUpCount, seed: seed + 1 })
    const cpuBefore = await cpuMicrosOf(tracker.pid)
    const threadsBefore = await threadMicrosOf(tracker.pid)
    const full = await fullLoad(tracker, options)
    const cpuMicrosPerEvent = ((await cpuMicrosOf(tracker.pid)) - cpuBefore) / count
    const threads = [...(await threadMicrosOf(tracker.pid))]
      .map(([name, micros]) => [name, (micros - (threadsBefore.get(name) ?? 0)) / count] as const)
      .filter(([, micros]) => micros > cpuMicrosPerEvent / 50)
      .toSorted((a, b) => b[1] - a[1])
    const half = await halfLoad(tracker, options, full.processedPerSecond / 2)
    const peakRssMb = await memoryOf(tracker.pid, 'VmHWM')
    // Raw bytes are released a moment after they are digested; what stays is what an event costs.
    await until(async () => (await metric(tracker, 'culprit_spool_pending_bytes')) === 0, {
      timeoutMs: 30_000,
      what: 'an empty spool',
    })
    await tracker.kill('SIGTERM')
    const events = count + warmUpCount + half.sent
    const diskBytesPerEvent = (await diskBytesOf(dir.path)) / events
    return {
      readyMs: tracker.readyMs,
      idleRssMb,
      acceptedPerSecond: full.acceptedPerSecond,
      ackP50Ms: full.report.ackMs.p50,
      ackP99Ms: full.report.ackMs.p99,
      processedPerSecond: full.processedPerSecond,
      cpuMicrosPerEvent,
      threads,
      ceilingMicrosPerEvent: ceiling.cpuMicrosPerEvent,
      cpuTimesCeiling: cpuMicrosPerEvent / ceiling.cpuMicrosPerEvent,
      peakRssMb,
      halfLoadPerSecond: full.processedPerSecond / 2,
      halfLoadAckP99Ms: half.ackMs.p99,
      diskBytesPerEvent,
      diskShareOfRaw: diskBytesPerEvent / (full.report.rawBytes / count),
    }
  } finally {
    await tracker.stop()
  }
}

interface FullLoad {
  readonly report: LoadReport
  readonly acceptedPerSecond: number
  readonly processedPerSecond: number
}

async function fullLoad(tracker: TrackerProcess, options: MeasureOptions): Promise<FullLoad> {
  const { rawBytes, count, seed, connections } = options
  const load = await prepareLoad({ dsn: tracker.dsn, rawBytes, count, seed, connections })
  const before = await digested(tracker)
  const report = await load.go()
  accepted(report)
  await until(async () => (await digested(tracker)) >= before + count, {
    timeoutMs: 300_000,
    everyMs: 50,
    what: `${count} digested events`,
  })
  const seconds = (Date.now() - report.startedAt) / 1000
  return {
    report,
    acceptedPerSecond: count / ((report.endedAt - report.startedAt) / 1000),
    processedPerSecond: count / seconds,
  }
}

async function halfLoad(tracker: TrackerProcess, options: MeasureOptions, rate: number): Promise<LoadReport> {
  const count = Math.max(200, Math.round(rate * 6))
  const load = await prepareLoad({
    dsn: tracker.dsn,
    rawBytes: options.rawBytes,
    count,
    seed: options.seed + 2,
    connections: 2 * options.connections,
    rate,
  })
  const before = await digested(tracker)
  const report = await load.go()
  accepted(report)
  await until(async () => (await digested(tracker)) >= before + count, {
    timeoutMs: 300_000,
    what: 'the drain of the half load',
  })
  return report
}

function digested(tracker: TrackerProcess): Promise<number> {
  return metric(tracker, 'culprit_events_digested_total')
}

async function metric(tracker: TrackerProcess, name: string): Promise<number> {
  return (await createApiClient({ url: tracker.url, token: tracker.apiToken }).metrics())[name] ?? 0
}

/** A refused event would make every rate look better than it is. */
function accepted(report: LoadReport): void {
  if (report.byStatus['200'] !== report.sent)
    throw new Error(`Not all requests were answered 200: ${JSON.stringify(report.byStatus)}`)
}
