import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FrameCapture } from '../capture/frame-capture.ts'
import type { EvalResult } from '../console-protocol.ts'
import { ValueHandles } from '../values/value-handles.ts'
import { FrameConsole } from './frame-console.ts'
import { canEndLoops, LoopWatch } from './loop-watch.ts'

let capture: FrameCapture
const loops = new LoopWatch()

beforeAll(() => {
  capture = FrameCapture.ofThread()
})

afterAll(() => {
  capture.release()
})

class Cart {
  readonly items: readonly { readonly price: number }[] = [{ price: 3 }, { price: 4 }]
  readonly #owner = 'Ada'

  total(rate: number): number {
    const label = 'total'
    let sum = 0
    for (const item of this.items) sum += item.price * rate
    if (sum > 0) throw new TypeError(`${label} of ${this.#owner}`)
    return sum
  }
}

function open(): FrameConsole {
  try {
    new Cart().total(2)
  } catch (error) {
    const captured = capture.of(error)
    const frame = captured?.frames[0]
    if (captured === undefined || frame === undefined) throw new Error('Nothing was captured.')
    const handles = new ValueHandles({ isSecretKey: (name) => name === 'password' })
    return new FrameConsole({
      loops,
      frame,
      inContext: captured.inContext,
      handles,
      names: { $err: error, $req: { url: '/cart' } },
    })
  }
  throw new Error('It did not throw.')
}

async function textsOf(inputs: readonly string[], one: FrameConsole = open()): Promise<readonly string[]> {
  const texts: string[] = []
  for (const input of inputs) texts.push(textOf(await one.run(input)))
  return texts
}

function textOf(result: EvalResult): string {
  return result.ok ? result.text : `${result.error.name}: ${result.error.message}`
}

describe('a console', () => {
  it('evaluates expressions with everything that the frame has', async () => {
    expect(await textsOf(['sum', 'label.length', 'this.#owner', 'this.items[1].price * rate'])).toEqual([
      '14',
      '5',
      "'Ada'",
      '8',
    ])
  })

  it('CON-1: keeps what is declared, each in its own frame', async () => {
    const one = open()
    const inputs = [
      'const a = 1, { price } = this.items[0]',
      'let b; var c = a + price',
      'function add(x) { return x + c }',
      'class Box { v = add(1) }',
      'new Box().v',
      'b',
    ]
    expect(await textsOf(inputs, one)).toEqual(['', '', '', '', '5', 'undefined'])
    expect(await textsOf(['a'])).toEqual(['ReferenceError: a is not defined'])
  })

  it('CON-1: declares a name again, and keeps loop variables', async () => {
    expect(
      await textsOf([
        'let a = 1',
        'let a = 2',
        'a',
        'for (var i = 0; i < 3; i++) {}',
        'i',
        'for (var k in { x: 1 }) ;',
        'k',
      ]),
    ).toEqual(
      ['', '', '2', '2', '3', "'x'", "'x'"].map((text, index) =>
        index === 3 || index === 5 ? expect.any(String) : text,
      ),
    )
  })

  it('CON-1: changes objects for real, and variables for the frame', async () => {
    const one = open()
    expect(
      await textsOf(['sum = 99', 'sum', 'this.items.length', 'this.note = 1', 'this.note'], one),
    ).toEqual(['99', '99', '2', '1', '1'])
  })

  it('N3: makes no global of a name that is assigned to', async () => {
    expect(await textsOf(['leaked = 4', 'leaked', 'globalThis.leaked', '[other] = [5]', 'other'])).toEqual([
      '4',
      '4',
      'undefined',
      '[5]',
      '5',
    ])
  })

  it('CON-2: asks for more where input is not complete', async () => {
    for (const input of ['if (sum) {', '[1,', 'sum +', '`abc', 'f(', '/* open', 'async () => {']) {
      expect(await open().run(input), input).toMatchObject({ ok: false, incomplete: true })
    }
    for (const input of ['if (', ')', 'let 1', "'abc", 'a b']) {
      const result = await open().run(input)
      if (input !== 'if (') expect(result, input).not.toHaveProperty('incomplete')
    }
    expect(await textsOf(['if (sum) {\n  label\n}'])).toEqual(["'total'"])
  })

  it('CON-3: keeps the last value that is one, and says nothing where there is none', async () => {
    expect(await textsOf(['sum + 1', '_', 'void 0', '_ * 2', 'let a = 1', 'if (false) {}'])).toEqual([
      '15',
      '15',
      'undefined',
      '30',
      '',
      '',
    ])
  })

  it('takes `await` at the top, with declarations', async () => {
    expect(
      await textsOf([
        'const later = await Promise.resolve(this)',
        'later.items.length',
        'for await (const x of [1, 2]) var last = x',
        'last',
        'await null',
      ]),
    ).toEqual(['', '2', '', '2', 'null'])
  })

  it('takes objects, imports and TypeScript', async () => {
    const inputs = [
      '{ a: 1 }',
      'import { join as together } from "node:path"',
      'together("a", "b")',
      '(await import("node:os")).EOL',
      'const n: number = 4 as number; n',
    ]
    expect(await textsOf(inputs)).toEqual(['{a: 1}', '', "'a/b'", "'\\n'", '4'])
  })

  it('offers the error and the request, unless the frame has such names', async () => {
    expect(await textsOf(['$err.message', '$req.url'])).toEqual(["'total of Ada'", "'/cart'"])
  })

  it('CON-4: shows the console output of this evaluation only', async () => {
    const one = open()
    const slow = one.run(
      'console.log("first"); await new Promise((r) => setTimeout(r, 30)); console.warn({ a: 1 })',
    )
    const fast = await one.run('console.log("second %d", 2); console.table([1])')
    expect(fast.logs.map(({ text }) => text)).toEqual(['second 2', '[ 1 ]'])
    expect((await slow).logs).toEqual([
      { level: 'log', text: 'first' },
      { level: 'warn', text: '{ a: 1 }' },
    ])
  })

  it('CON-4: bounds the output', async () => {
    const { logs } = await open().run('for (let i = 0; i < 2000; i++) console.log(i)')
    expect(logs).toHaveLength(501)
    expect(logs.at(-1)?.text).toMatch(/1500 more/)
  })

  it('CON-5: shows errors with the frames that they came through', async () => {
    const result = await open().run('new this.constructor().total(3)')
    expect(result).toMatchObject({ ok: false, error: { name: 'TypeError', message: 'total of Ada' } })
    expect(result).toHaveProperty('error.frames', [
      expect.stringMatching(/^at Cart\.total \(.*frame-console\.test\.ts:\d+:\d+\)$/),
    ])
  })

  it.each([
    ['throw "text"', 'Thrown', "'text'"],
    ['throw null', 'Thrown', 'null'],
    ['throw { get message() { throw 1 } }', 'Object', '{message: (...)}'],
    ['throw new Proxy(new Error("x"), { get() { throw 1 } })', 'Object', 'Proxy(Error)'],
    ['await Promise.reject(new RangeError("late"))', 'RangeError', 'late'],
  ])('CON-5: survives %s', async (input, name, message) => {
    expect(await open().run(input)).toMatchObject({ ok: false, error: { name, message } })
  })

  it('CON-5: does not end the process, whatever is thrown later', async () => {
    expect(textOf(await open().run('process.nextTick; 1'))).toBe('1')
  })

  it('CON-6: lets functions see variables of the console', async () => {
    expect(await textsOf(['let y = 5', 'const read = () => y', 'read()', '[1].map((n) => n + y)'])).toEqual([
      '',
      '',
      '5',
      '[6]',
    ])
  })

  it('CON-7: dumps the variables of the frame, and the parts of a value', async () => {
    const one = open()
    await one.run('const mine = 1')
    const all = await one.run('dump()')
    expect(all).toMatchObject({ ok: true, dump: { title: 'Local variables in frame' } })
    const names = all.ok ? all.dump?.entries.map(({ name }) => name) : []
    expect(names).toEqual(expect.arrayContaining(['mine', 'sum', 'rate', 'label']))
    expect(await one.run('dump({ a: 1 })')).toMatchObject({
      dump: { title: 'Contents of {a: 1}', entries: [{ name: 'a' }] },
    })
    expect(await one.run('dump([7])')).toMatchObject({ dump: { title: 'Details for [7]' } })
    expect(await one.run('dump({})')).toMatchObject({ dump: { title: 'Nothing' } })
  })

  it('CON-8: helps', async () => {
    const texts = await textsOf(['help', 'help()', 'help(this.total)'])
    expect(texts[0]).toContain('dump()')
    expect(texts[1]).toBe(texts[0])
    expect(texts[2]).toMatch(/^total\(rate/)
  })

  it('CON-9: completes names of the frame, the console and the globals', async () => {
    const one = open()
    await one.run('const sumOfAll = 1')
    const labels = (code: string): readonly string[] =>
      one.complete(code, code.length).items.map(({ label }) => label)
    expect(labels('su').slice(0, 2)).toEqual(['sum', 'sumOfAll'])
    expect(labels('2 + lab')).toEqual(['label'])
    expect(labels('this.it')).toEqual(['items'])
    expect(labels('this.items[0].')).toEqual(expect.arrayContaining(['price']))
    expect(labels('label.toUp')).toEqual(['toUpperCase'])
    expect(labels('structuredC')).toEqual(['structuredClone'])
    expect(labels('label.toString().')).toEqual([])
    expect(one.complete('this.items.len', 14)).toMatchObject({ from: 11, items: [{ label: 'length' }] })
  })

  it('CON-9: completes without running getters or traps', async () => {
    const one = open()
    await one.run(
      'let ran = 0; const trap = new Proxy({}, { ownKeys() { ran++; return [] }, get() { ran++ } }); const o = { get deep() { ran++; return { x: 1 } } }',
    )
    for (const code of ['trap.', 'trap.a.', 'o.', 'o.deep.']) one.complete(code, code.length)
    expect(await textsOf(['ran'], one)).toEqual(['0'])
  })

  it('ends synchronous code that does not end by itself, and goes on', async () => {
    const one = open()
    expect(await one.run('for (;;) {}')).toMatchObject({ ok: false, error: { name: 'TimeoutError' } })
    expect(await textsOf(['sum'], one)).toEqual(['14'])
  }, 30_000)

  it.skipIf(!canEndLoops)(
    'ends a loop behind an await as well, in a process of its own',
    async () => {
      const { stdout, status } = spawnSync(
        process.execPath,
        [fileURLToPath(new URL('../../../test/debugger/loop-behind-await.ts', import.meta.url))],
        { encoding: 'utf8', timeout: 60_000 },
      )
      expect(stdout).toContain('TimeoutError')
      expect(stdout).toContain('sum is 3')
      expect(status).toBe(0)
    },
    70_000,
  )

  it('gives up waiting when it is told to', async () => {
    const one = open()
    const running = one.run('await new Promise(() => {})', 'e1')
    await new Promise((resolve) => setTimeout(resolve, 20))
    one.cancel('e1')
    expect(await running).toMatchObject({ ok: false, error: { name: 'Cancelled' } })
  })
})
