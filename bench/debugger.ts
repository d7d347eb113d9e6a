// `npm run bench:debugger [-- --quick]`: what debugging costs. Time from throw to page sent with 10, 30 and 100 calls of
// the application on the stack, requests a second without errors (bare, with culprit, debugged), the heap over 1,000
// errors, and the size of the page. The application runs in a process of its own; requests come from this one.
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { ServerProcess } from './debugger/process.ts'
import { medianOf } from './handlers/statistics.ts'
import { openConnection } from './http-connection.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const size = values.quick
  ? { errors: 20, rounds: 3, requests: 2000 }
  : { errors: 60, rounds: 7, requests: 6000 }
const say = (line: string): void => void process.stdout.write(`${line}\n`)

await failures()
await requests()
await heap()

async function failures(): Promise<void> {
  const server = await ServerProcess.start('debug')
  say('\nfrom throw to page sent, ms        median    p95   page, kB gzip')
  for (const frames of [10, 30, 100]) {
    let page = ''
    for (let index = 0; index < 8; index++) page = await failingPage(server, frames)
    await server.timings()
    for (let index = 0; index < size.errors; index++) await failingPage(server, frames)
    const sorted = (await server.timings()).toSorted((a, b) => a - b)
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
    const kilobytes = gzipSync(page).length / 1000
    const goal = frames === 30 ? '   (goal: median at most 150, page at most 60)' : ''
    say(
      `${String(frames).padStart(5)} calls ${number(medianOf(sorted), 29)} ${number(p95, 6)} ${number(kilobytes, 10)}${goal}`,
    )
  }
  await server.stop()
}

async function failingPage(server: ServerProcess, frames: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/fail/${frames}`, {
    headers: { accept: 'text/html' },
  })
  return answer.text()
}

/** In turns, so that a busy minute of the machine does not meet one of them alone. */
async function requests(): Promise<void> {
  const variants = ['bare', 'culprit', 'debug'] as const
  const rates = new Map<string, number[]>(variants.map((variant) => [variant, []]))
  const servers = await Promise.all(variants.map((variant) => ServerProcess.start(variant)))
  for (const server of servers) await rate(server, size.requests)
  for (let round = 0; round < size.rounds; round++) {
    for (const [index, server] of servers.entries())
      rates.get(variants[index] ?? '')?.push(await rate(server, size.requests))
  }
  const bare = rates.get('bare') ?? []
  say('\nrequests without errors, one connection   per second   of bare')
  for (const [variant, measured] of rates) {
    const median = medianOf(measured)
    // Within a round, since the machine's speed differs more between rounds.
    const share = medianOf(measured.map((one, round) => (100 * one) / (bare[round] ?? Number.NaN)))
    const goal = variant === 'debug' ? '   (goal: at least 90 %)' : ''
    say(`${variant.padEnd(35)} ${number(median, 17)} ${number(share, 7)} %${goal}`)
  }
  for (const server of servers) await server.stop()
}

async function rate(server: ServerProcess, count: number): Promise<number> {
  const connection = await openConnection('127.0.0.1', server.port)
  const bytes = [Buffer.from('GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n')]
  const began = performance.now()
  for (let index = 0; index < count; index++) await connection.send(bytes)
  const seconds = (performance.now() - began) / 1000
  connection.close()
  return count / seconds
}

async function heap(): Promise<void> {
  const server = await ServerProcess.start('debug')
  const marks: string[] = []
  say('\nheap after garbage collection, MB')
  for (let errors = 0; errors <= 1000; errors += 100) {
    if (errors % 200 === 0) marks.push(`${errors}: ${((await server.heap()) / 1e6).toFixed(1)}`)
    if (errors < 1000) for (let index = 0; index < 100; index++) await failingPage(server, 10)
  }
  say(`by number of errors   ${marks.join('   ')}   (goal: flat from 200 on)`)
  await server.stop()
}

function number(value: number, width: number): string {
  return value.toFixed(value < 1000 ? 1 : 0).padStart(width)
}
