import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { sleep, startCapture } from './failing-program.ts'

const done = Promise.resolve()

/** Prints what everything else pays while variables are captured: loops that may throw, and awaits. */
export async function hotFunction(): Promise<void> {
  console.log('While variables are captured and nothing fails:')
  const bare = await best()
  const capture = startCapture()
  const watched = await best()
  capture.stop()
  console.log(
    `  a turn of a loop with a throw   ${bare.turn.toFixed(1)} ns bare, ${watched.turn.toFixed(1)} ns captured`,
  )
  console.log(
    `  an await                        ${bare.wait.toFixed(0)} ns bare, ${watched.wait.toFixed(0)} ns captured`,
  )
  console.log('A hot function whose one throw fails 100 times a second and is reported (N11):')
  await failingNowAndThen()
}

interface Times {
  /** Nanoseconds each. */
  readonly turn: number
  readonly wait: number
}

async function best(): Promise<Times> {
  const turns: number[] = []
  const waits: number[] = []
  for (let round = 0; round < 5; round++) {
    turns.push(await nanoseconds(5_000_000, hot))
    waits.push(await nanoseconds(200_000, awaits))
  }
  return { turn: Math.min(...turns), wait: Math.min(...waits) }
}

function hot(turns: number): number {
  let sum = 0
  for (let at = 0; at < turns; at++) {
    if (at < 0) throw new Error('never')
    sum = (sum * 31 + at) | 0
  }
  return sum
}

async function awaits(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await done
}

async function nanoseconds(count: number, run: (count: number) => unknown): Promise<number> {
  const began = performance.now()
  await run(count)
  return ((performance.now() - began) * 1e6) / count
}

/** Called a thousand times for each time that it fails. */
function add(list: readonly number[], limit: number): number {
  let sum = 0
  for (const item of list) {
    sum = (sum * 31 + item) | 0
    if (item > limit) throw new RangeError('The list has an item above its limit')
  }
  return sum
}

const list = Array.from({ length: 1000 }, (_, at) => at)

async function failingNowAndThen(): Promise<void> {
  const bare = await turnNanoseconds(2000, () => undefined)
  const capture = startCapture()
  const watched = await turnNanoseconds(6000, (error) => capture.of(error))
  const { captured, breakpoints } = capture.status()
  capture.stop()
  const broken = await withBreakpoint(() => turnNanoseconds(1000, () => undefined))
  console.log(
    `  a turn of it ${bare.toFixed(1)} ns bare, ${watched.toFixed(1)} ns captured, ${broken.toFixed(1)} ns if a breakpoint stayed;` +
      ` ${captured} captured, ${breakpoints} breakpoints left`,
  )
}

/** What it would cost to leave a breakpoint at the throw, which stops nobody. */
async function withBreakpoint<T>(run: () => Promise<T>): Promise<T> {
  const session = new Session()
  session.connect()
  const lines = readFileSync(new URL(import.meta.url), 'utf8').split('\n')
  const lineNumber = lines.findIndex((line) => line.includes('throw new RangeError'))
  session.post('Debugger.enable')
  // At the throw alone: at the begin of the line, the condition would be asked at every turn.
  const columnNumber = lines[lineNumber]?.indexOf('throw')
  session.post('Debugger.setBreakpointByUrl', {
    url: import.meta.url,
    lineNumber,
    columnNumber,
    condition: 'false',
  })
  try {
    return await run()
  } finally {
    session.disconnect()
  }
}

async function turnNanoseconds(ms: number, report: (error: unknown) => unknown): Promise<number> {
  let spentMs = 0
  let turns = 0
  const until = performance.now() + ms
  while (performance.now() < until) {
    const began = performance.now()
    for (let n = 0; n < 1000; n++) add(list, 1000)
    spentMs += performance.now() - began
    turns += 1000 * list.length
    try {
      add(list, 10)
    } catch (error) {
      report(error)
    }
    await sleep(8)
  }
  return (spentMs * 1e6) / turns
}
