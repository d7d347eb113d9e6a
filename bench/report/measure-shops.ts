import { setTimeout as sleep } from 'node:timers/promises'
import { type AskedProcess, startProcess } from './asked-process.ts'
import { askAtFullSpeed, askSteadily } from './shop-load.ts'

/** The ways to report that are compared. */
export const ways = ['bare', 'culprit', 'sentry'] as const
export type Way = (typeof ways)[number]

/** How many requests fail, and how often each way has its turn: what costs microseconds needs more of them. */
export const mixes = [
  { name: 'no error', failsEvery: Infinity, turns: 5, waits: 0.5 },
  { name: '1 % errors', failsEvery: 100, turns: 1, waits: 1 },
  { name: '100 % errors', failsEvery: 1, turns: 1, waits: 1 },
] as const

/** What one turn at full speed showed of one shop. */
export interface Turn {
  readonly cpuMicros: number
  readonly perSecond: number
}

/** What one shop showed; turns, and waits, at the same place in those of two were measured right after each other. */
export interface Shown {
  readonly turns: Turn[]
  /** The slowest hundredth of the answers at a steady rate begins here, in milliseconds. */
  readonly p99Ms: number[]
}

/** By way. */
export type ShownByWay = Readonly<Record<Way, Shown>>

/** What the sink has got of one shop. */
interface Received {
  readonly events: number
  readonly withVariables: number
  readonly lost: number
}

/** What fresh processes of each way showed. */
export interface ShopsMeasure {
  /** By the names of the mixes. */
  readonly shown: ReadonlyMap<string, ShownByWay>
  /** Resident bytes after the load of a mix, by its name. */
  readonly rssBytes: ReadonlyMap<string, Readonly<Record<Way, number>>>
  /** By way and the name of the mix. */
  readonly received: ReadonlyMap<string, Received>
}

export interface MeasureOptions {
  readonly warmUp: number
  /** Requests of one turn at full speed: few, so that what the machine does meanwhile meets all ways alike. */
  readonly requests: number
  /** Turns of each way in a mix, times those of the mix. */
  readonly turns: number
  /** Requests a second at the steady rate, two seconds at a time. */
  readonly rate: number
  /** How often, times that of the mix. */
  readonly waits: number
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
  const shown = new Map<string, ShownByWay>()
  const received = new Map<string, Received>()
  const rssBytes = new Map<string, Readonly<Record<Way, number>>>()
  try {
    for (const mix of mixes.filter(({ name }) => options.mixes.includes(name))) {
      const { name, failsEvery } = mix
      const found: ShownByWay = { bare: nothing(), culprit: nothing(), sentry: nothing() }
      shown.set(name, found)
      for (const { server } of shops) {
        await askAtFullSpeed(server.port, { count: options.warmUp, failsEvery })
      }
      const before = await Promise.all(shops.map(({ sink }) => sink.ask()))
      // Who comes first changes, since each heats the machine for the next.
      for (let n = 0; n < options.turns * mix.turns; n++) {
        for (const shop of rotated(shops, n))
          found[shop.way].turns.push(await measureTurn(shop, failsEvery, options.requests))
      }
      for (let n = 0; n < options.waits * mix.waits; n++) {
        for (const shop of rotated(shops, n))
          found[shop.way].p99Ms.push(await measureWait(shop, failsEvery, options.rate))
      }
      for (const [at, { way, sink }] of shops.entries())
        received.set(`${way} ${name}`, difference(await sink.ask(), before[at]))
      rssBytes.set(name, await memoryOf(shops))
    }
    return { shown, rssBytes, received }
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

const nothing = (): Shown => ({ turns: [], p99Ms: [] })

async function measureTurn({ server }: Shop, failsEvery: number, count: number): Promise<Turn> {
  const before = await server.ask()
  const perSecond = await askAtFullSpeed(server.port, { count, failsEvery })
  // What was put off for later is part of the price.
  await sleep(50)
  const after = await server.ask()
  return { cpuMicros: (after.cpuMicros - before.cpuMicros) / count, perSecond }
}

async function measureWait({ server }: Shop, failsEvery: number, rate: number): Promise<number> {
  const took = await askSteadily(server.port, rate, { count: rate * steadySeconds, failsEvery })
  return took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? Number.NaN
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
