// What local variables cost, and how many reported errors have them.
//   node --conditions @culprit/source bench/report-variables.ts [--seconds 20] [--soak 1000000]
import { stat } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parseArgs } from 'node:util'
import {
  createLocalVariables,
  type LocalVariables,
} from '../packages/culprit/src/report/local-variables/local-variables.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, soak: { type: 'string', default: '1000000' } },
})
const windowMs = Number(values.seconds) * 1000

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function verify(token: string): never {
  throw new Error(`the token ${token} is not valid`)
}

/** A throw that the program handles itself, in functions that call each other. */
function isSignedIn(token: string): boolean {
  try {
    return verify(token)
  } catch {
    return false
  }
}

/** The same in functions that await each other. */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}

function checkout(cart: { readonly total: number }): never {
  const user = { name: 'guest', total: cart.total }
  throw new TypeError(`cannot charge ${user.name}`)
}

/** A request that fails between its handled throws. */
async function failingRequest(handled: (at: number) => unknown, at: number): Promise<unknown> {
  await handled(at)
  try {
    checkout({ total: at })
  } catch (error) {
    return error
  }
}

function started(share?: number): LocalVariables {
  const capture = createLocalVariables({ share })
  capture.start()
  const { state, reason } = capture.status()
  if (state === 'off') throw new Error(`Local variables are off: ${reason}.`)
  return capture
}

interface Row {
  readonly kind: string
  readonly rate: number
  readonly handled: (at: number) => unknown
}

/** Handled throws at a steady rate, a reported error each half second, at moments that have nothing to do with them. */
async function shareOfReported({ kind, rate, handled }: Row): Promise<void> {
  const capture = started()
  const began = performance.now()
  const before = capture.status().spentMs
  let done = 0
  let reported = 0
  let withVariables = 0
  for (let elapsed = 0; elapsed < windowMs; elapsed = performance.now() - began) {
    for (; done < (elapsed / 1000) * rate; done++) await handled(done)
    if (reported < elapsed / 500) {
      reported++
      const error = await failingRequest(rate === 0 ? () => undefined : handled, reported)
      if (capture.of(error) !== undefined) withVariables++
    }
    await sleep(3 + Math.random() * 7)
  }
  const { spentMs, passedOver } = capture.status()
  capture.stop()
  const share = ((100 * withVariables) / reported).toFixed(0)
  const time = ((100 * (spentMs - before)) / (performance.now() - began)).toFixed(2)
  console.log(
    `  ${kind.padEnd(24)} ${String(rate).padStart(4)}/s   ${share.padStart(3)} % of ${reported} reported errors have variables,` +
      ` ${time} % of the time spent, ${passedOver} places passed over`,
  )
}

/** About 100 µs of work that fails: 10,000 throws a second. */
function stormTurn(): number {
  let sum = 0
  for (let at = 0; at < 60_000; at++) sum = (sum * 31 + at) | 0
  return isSignedIn('x') ? sum : -sum
}

/** Per second of CPU time: other processes would decide over the turns in a second of wall time. */
async function turnsPerSecond(ms: number): Promise<number> {
  const began = performance.now()
  const cpu = process.cpuUsage()
  let turns = 0
  while (performance.now() - began < ms) {
    for (let n = 0; n < 100; n++) stormTurn()
    turns += 100
    await sleep(0)
  }
  const { user, system } = process.cpuUsage(cpu)
  return (1e6 * turns) / (user + system)
}

async function storm(): Promise<void> {
  const ratios: number[] = []
  let bareRate = 0
  await turnsPerSecond(500)
  for (let round = 0; round < 9; round++) {
    const bare = await turnsPerSecond(1500)
    const capture = started()
    const watched = await turnsPerSecond(1500)
    capture.stop()
    ratios.push(watched / bare)
    bareRate = bare
  }
  ratios.sort((a, b) => a - b)
  const show = (ratio = 0): string => `${(100 * ratio).toFixed(1)} %`
  console.log(
    `  a storm of ${bareRate.toFixed(0)} throws per second of CPU keeps ${show(ratios[4])} of its throughput (${show(ratios[0])} to ${show(ratios[8])})`,
  )
}

function hot(turns: number): number {
  let sum = 0
  for (let at = 0; at < turns; at++) {
    if (at < 0) throw new Error('never')
    sum = (sum * 31 + at) | 0
  }
  return sum
}

const done = Promise.resolve()

async function awaits(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await done
}

async function nanoseconds(count: number, run: (count: number) => unknown): Promise<number> {
  const began = performance.now()
  await run(count)
  return ((performance.now() - began) * 1e6) / count
}

/** What everything else pays while variables are captured and nothing fails. */
async function idleCost(): Promise<void> {
  const best = async (): Promise<readonly [turn: number, wait: number]> => {
    const turns: number[] = []
    const waits: number[] = []
    for (let round = 0; round < 5; round++) {
      turns.push(await nanoseconds(5_000_000, hot))
      waits.push(await nanoseconds(200_000, awaits))
    }
    return [Math.min(...turns), Math.min(...waits)]
  }
  const [bareTurn, bareWait] = await best()
  const capture = started()
  const [turn, wait] = await best()
  capture.stop()
  console.log(
    `  a turn of a hot loop with a throw: ${bareTurn.toFixed(1)} ns bare, ${turn.toFixed(1)} ns captured`,
  )
  console.log(`  an await: ${bareWait.toFixed(0)} ns bare, ${wait.toFixed(0)} ns captured`)
}

/** Returns a collector of garbage without a flag at the start. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

async function soak(count: number): Promise<void> {
  const collect = collector()
  const capture = started()
  const heap = (): number => {
    collect()
    return process.memoryUsage().heapUsed / 1e6
  }
  const some = async (throws: number): Promise<void> => {
    for (let done = 0; done < throws; done += 1000) {
      for (let n = 0; n < 1000; n++) isSignedIn(String(n))
      const error = await failingRequest(() => undefined, done)
      capture.of(error)
      await sleep(1)
    }
  }
  await some(count / 10)
  const before = heap()
  const { pauses } = capture.status()
  await some(count)
  const after = heap()
  const { pauses: allPauses, captured } = capture.status()
  capture.stop()
  console.log(
    `  ${count} throws, ${allPauses - pauses} pauses, ${captured} captured: heap ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`,
  )
}

async function main(): Promise<void> {
  console.log(`Node ${process.version}`)
  console.log('Reported errors that have their variables, at a budget of 1 % of the time:')
  for (const rate of [0, 10, 100])
    await shareOfReported({ kind: 'handled in calls', rate, handled: () => isSignedIn('x') })
  for (const rate of [10, 100]) {
    await shareOfReported({ kind: 'handled after an await', rate, handled: () => isThere('/nowhere') })
  }
  console.log('Cost:')
  await storm()
  await idleCost()
  console.log('Soak:')
  await soak(Number(values.soak))
}

await main()
