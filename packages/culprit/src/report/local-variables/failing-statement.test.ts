import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const program = new URL('../../../test/report/failing-statement.ts', import.meta.url).href
let directory: string

/** Runs TypeScript in a process of its own, where its types are stripped, and returns what it prints. */
async function run(code: string, ...nodeFlags: readonly string[]): Promise<unknown> {
  const file = join(directory, 'main.ts')
  const head = `import { startFailingProgram, type Order } from ${JSON.stringify(program)}
const { capture, skip, fail, failLater, failUntilTaken, until } = startFailingProgram()
function refund(order: Order): never {
  const limit: number = 30
  throw new RangeError(\`order \${order.id} is older than \${limit} days\`)
}
`
  writeFileSync(file, head + code)
  const flags = ['--conditions', '@culprit/source', '--disable-warning=ExperimentalWarning', ...nodeFlags]
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, file], { timeout: 60_000 })
  return JSON.parse(stdout)
}

describe('N11: a throw statement that keeps failing', () => {
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'culprit-n11-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  it('is taken by a breakpoint where pauses cost too much, with the variables of its own throw', async () => {
    const code = `
      const taken = await failUntilTaken(refund)
      console.log(JSON.stringify([taken, capture.status()]))
      process.exit()`
    const [taken, status] = (await run(code)) as [{ readonly frames: readonly unknown[] }, object]
    expect(taken.frames).toMatchObject([
      { functionName: 'refund', vars: { limit: 30, order: { id: expect.any(Number) } } },
    ])
    expect(taken.frames).toHaveLength(1)
    expect(status).toMatchObject({ breakpoints: 1 })
  })

  it('is taken where the error is reported a turn of the event loop later, as with Express', async () => {
    const code = `
      console.log(JSON.stringify((await failUntilTaken(refund, failLater))?.frames))
      process.exit()`
    expect(await run(code)).toMatchObject([{ vars: { limit: 30, order: { id: expect.any(Number) } } }])
  })

  it('loses its breakpoint when it fails no more', async () => {
    const code = `
      await failUntilTaken(refund)
      skip(60_000)
      console.log(await until(() => capture.status().breakpoints === 0))
      process.exit()`
    expect(await run(code)).toBe(true)
  })

  it('loses its breakpoint when most passes through its function do not fail', async () => {
    const code = `
      function check({ id }: Order): boolean {
        if (id > 1) throw new RangeError('too large')
        return true
      }
      const isSet = await until(async () => {
        capture.of(await fail(check, 2))
        return capture.status().breakpoints === 1
      })
      const isGone = await until(() => {
        for (let n = 0; n < 30; n++) check({ id: 1 })
        return capture.status().breakpoints === 0
      })
      console.log(JSON.stringify([isSet, isGone]))
      process.exit()`
    expect(await run(code)).toEqual([true, true])
  })

  it('is found in a file whose types are stripped, and in the one that takes its place', async () => {
    const shop = (body: string): string => `export function pay(order: { id: number }): never {\n${body}}\n`
    const first = shop('  const first: number = 1\n  throw new RangeError(`${order.id} ${first}`)\n')
    const second = shop(
      '\n  const second = 2 as number\n\n    throw new RangeError(`${order.id} ${second}`)\n',
    )
    const code = `
      import { writeFileSync } from 'node:fs'
      const file = new URL('shop.ts', import.meta.url)
      const found = []
      for (const [version, source] of ${JSON.stringify([first, second])}.entries()) {
        writeFileSync(file, source)
        const { pay } = await import(file.href + '?v=' + version)
        found.push((await failUntilTaken(pay))?.frames[0].vars)
      }
      console.log(JSON.stringify(found))
      process.exit()`
    expect(await run(code)).toMatchObject([{ first: 1 }, { second: 2 }])
  })

  it('soak: the heap is flat over 40,000 reported throws', async () => {
    const code = `
      const heap = () => { gc(); gc(); return process.memoryUsage().heapUsed }
      const some = async (turns: number) => {
        for (let n = 0; n < turns; n++) {
          for (let id = 0; id < 100; id++) capture.of(await fail(refund, id))
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
      }
      await failUntilTaken(refund)
      await some(100)
      const before = heap()
      await some(400)
      console.log(JSON.stringify({ grown: heap() - before, breakpoints: capture.status().breakpoints }))
      process.exit()`
    const { grown, breakpoints } = (await run(code, '--expose-gc')) as Record<string, number>
    expect(breakpoints).toBe(1)
    expect(grown).toBeLessThan(1_500_000)
  })

  it('is taken in async functions and methods, with `this`', async () => {
    const code = `
      class Till {
        readonly name = 'till'
        async charge(order: Order): Promise<never> {
          await Promise.resolve()
          throw new RangeError(this.name)
        }
      }
      const till = new Till()
      console.log(JSON.stringify(await failUntilTaken((order) => till.charge(order))))
      process.exit()`
    expect(await run(code)).toMatchObject({
      frames: [{ vars: { this: { name: 'till' }, order: { id: expect.any(Number) } } }],
    })
  })
})
