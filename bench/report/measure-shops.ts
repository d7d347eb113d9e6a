import { setTimeout as sleep } from 'node:timers/promises'
import { type AskedProcess, startProcess } from './asked-process.ts'
import { askAtFullSpeed, askSteadily } from './shop-load.ts'

/** The ways to report that are compared. */
export const ways = ['bare', 'culprit', 'sentry'] as const
export type Way = (typeof ways)[number]

/** How many requests fail. */
export const mixes = [
  { name: 'no error', failsEvery: Infinity },
  { name: '1 % errors', failsEvery: 100 },
  { name: '100 % errors', failsEvery: 1 },
] as const

/** What one slice of load showed of one shop. */
export interface Slice {
  readonly cpuMicros: number
  readonly perSecond: number
  readonly p99Ms: number
}

/** Slices of each way, in the same order: those at the same place were measured right after each other. */
export type Slices = Readonly<Record<Way, Slice[]>>

/** What the sink has got of one shop. */
interface Received {
  readonly events: number
  readonly withVariables: number
  readonly lost: number
}

/** What fresh processes of each way showed. */
export interface ShopsMeasure {
  /** By the names of the mixes. */
  readonly slices: ReadonlyMap<string, Slices>
  /** Resident bytes after the load of a mix, by its name. */
  readonly rssBytes: ReadonlyMap<string, Readonly<Record<Way, number>>>
  /** By way and the name of the mix. */
  readonly received: ReadonlyMap<string, Received>
}

export interface MeasureOptions {
  readonly warmUp: number
  /** Requests of one slice at full speed. */
  readonly requests: number
  /** Requests a second of the slices at a steady rate, which last two seconds. */
  readonly rate: number
  readonly slices: number
  readonly ways: readonly Way[]
  /** Names of mixes. */
  readonly mixes: readonly string[]
  readonly profileDir?: string | undefined
}

interface Usage {
  readonly cpuMicros: number
  readonly rssBytes: number
}

interface Shop {
  readonly way: Way
  readonly server: AskedProcess<Usage>
  readonly sink: AskedProcess<Received>
}

const steadySeconds = 2

/** Starts one shop of each way, and measures them in turns, so that whatever else the machine does meets all. */
export async function measureShops(options: MeasureOptions): Promise<ShopsMeasure> {
  const shops = await Promise.all(options.ways.map((way) => startShop(way, options.profileDir)))
  const slices = new Map<string, Slices>()
  const received = new Map<string, Received>()
  const rssBytes = new Map<string, Readonly<Record<Way, number>>>()
  try {
    for (const { name, failsEvery } of mixes) {
      if (!options.mixes.includes(name)) continue
      const found: Slices = { bare: [], culprit: [], sentry: [] }
      slices.set(name, found)
      for (const { server } of shops) {
        await askAtFullSpeed(server.port, { count: options.warmUp, failsEvery })
      }
      const before = await Promise.all(shops.map(({ sink }) => sink.ask()))
      for (let n = 0; n < options.slices; n++) {
        // Who comes first changes, since each heats the machine for the next.
        for (const shop of rotated(shops, n))
          found[shop.way].push(await measureSlice(shop, failsEvery, options))
      }
      for (const [at, { way, sink }] of shops.entries())
        received.set(`${way} ${name}`, difference(await sink.ask(), before[at]))
      rssBytes.set(name, await memoryOf(shops))
    }
    return { slices, rssBytes, received }
  } finally {
    for (const { server, sink } of shops) await Promise.all([server.stop(), sink.stop()])
  }
}

async function memoryOf(shops: readonly Shop[]): Promise<Readonly<Record<Way, number>>> {
  const bytes = { bare: 0, culprit: 0, sentry: 0 }
  for (const { way, server } of shops) bytes[way] = (await server.ask()).rssBytes
  return bytes
}

async function startShop(way: Way, profileDir: string | undefined): Promise<Shop> {
  const sink = await startProcess<Received>({ program: 'sink.ts' })
  const execArgv = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}/${way}`]
  const dsn = `http://${'a'.repeat(32)}@127.0.0.1:${sink.port}/1`
  const server = await startProcess<Usage>({ program: 'server.ts', args: [way, dsn], execArgv })
  return { way, server, sink }
}

async function measureSlice({ server }: Shop, failsEvery: number, options: MeasureOptions): Promise<Slice> {
  const before = await server.ask()
  const perSecond = await askAtFullSpeed(server.port, { count: options.requests, failsEvery })
  // What was put off for later is part of the price.
  await sleep(100)
  const after = await server.ask()
  const count = options.rate * steadySeconds
  const took = await askSteadily(server.port, options.rate, { count, failsEvery })
  return {
    cpuMicros: (after.cpuMicros - before.cpuMicros) / options.requests,
    perSecond,
    p99Ms: took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? Number.NaN,
  }
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}

function difference(after: Received, before: Received | undefined): Received {
  return {
    events: after.events - (before?.events ?? 0),
    withVariables: after.withVariables - (before?.withVariables ?? 0),
    lost: after.lost - (before?.lost ?? 0),
  }
}
