import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage, until } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { devRun, wordIs, wordServer } from './dev-run.ts'
import { Hammer } from './hammer.ts'

const changed = /Detected change in/
const longest = { timeoutMs: 25_000 }

describe('culprit dev', () => {
  it('RLD-1, RLD-2: starts the application again when a file that it has loaded changes', async () => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
    expect(run.output).toContain(` * Detected change in '${run.folder}/word.ts', reloading\n`)
  })

  it.each([true, false])(
    'RLD-3: refuses and resets no connection while it reloads, keep-alive %s',
    async (keepAlive) => {
      await using run = await devRun({ files: wordServer })
      await run.answers(/^one$/)
      const hammer = new Hammer(run.url(), keepAlive)
      await until(() => hammer.answered('one') > 0, longest)
      const words = Array.from({ length: 8 }, (_, index) => `word ${index + 1}`)
      for (const word of words) {
        run.write('word.ts', wordIs(word))
        await until(() => hammer.answered(word) > 0, { ...longest, what: word })
      }
      const { answers, failures } = await hammer.stop()
      expect([...failures]).toEqual([])
      expect([...answers.keys()]).toEqual(['one', ...words])
    },
  )

  it('RLD-3: lets a request that runs finish, by the program that has begun it', async () => {
    await using run = await devRun({
      files: {
        ...wordServer,
        'app.ts': `import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { word } from './word.ts'
createServer((request, response) => {
  if (request.url !== '/slow') return response.end(word)
  console.log('begun')
  const timer = setInterval(() => {
    if (!existsSync('go')) return
    clearInterval(timer)
    response.end(word)
  }, 10)
}).listen(Number(process.env['PORT']))
`,
      },
    })
    await run.answers(/^one$/)
    const slow = fetch(run.url('/slow'))
    await run.printed(/begun/)
    run.write('word.ts', wordIs('two'))
    await run.printed(changed)
    run.write('go', '')
    expect(await (await slow).text()).toBe('one')
    await run.answers(/^two$/)
  })

  it('RLD-3: does not wait for streams of events, which never end', async () => {
    const source = `import { createServer } from 'node:http'
import { word } from './word.ts'
createServer((request, response) => {
  if (request.url !== '/events') return response.end(word)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('data: hello\\n\\n')
}).listen(Number(process.env['PORT']))
`
    await using run = await devRun({ files: { ...wordServer, 'app.ts': source } })
    await run.answers(/^one$/)
    const events = await fetch(run.url('/events'))
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
    await expect(events.text()).rejects.toThrow()
  })

  it('RLD-3: keeps a port that the system has picked', async () => {
    const source = `import { createServer } from 'node:http'
import { word } from './word.ts'
const server = createServer((_request, response) => response.end(word))
server.listen(0, '127.0.0.1', () => console.log(\`listening on \${server.address().port}.\`))
`
    await using run = await devRun({
      files: { ...wordServer, 'app.ts': source },
      args: () => ['dev', 'app.ts'],
    })
    await run.printed(/listening on \d+\./)
    run.write('word.ts', wordIs('two'))
    await run.printed(/listening on \d+\./, 2)
    const [first, second] = [...run.output.matchAll(/listening on (\d+)\./g)].map(([, port]) => port)
    expect(second).toBe(first)
    expect(await (await fetch(`http://127.0.0.1:${first}`)).text()).toBe('two')
  })

  it('RLD-3: gives up a port that the application does not listen on any more', async () => {
    const source = (port: string): string => `import { createServer } from 'node:http'
import { word } from './word.ts'
createServer((_request, response) => response.end(word)).listen(${port})
`
    await using other = await devRun({ files: { ...wordServer, 'app.ts': source("process.env['PORT']") } })
    await other.answers(/^one$/)
    other.write('app.ts', source("{ port: 0, host: '127.0.0.1' }"))
    await other.printed(/Running on http:\/\/127\.0\.0\.1:\d+/)
    await until(
      async () =>
        await fetch(other.url(), { signal: AbortSignal.timeout(500) }).then(
          () => false,
          (error: unknown) =>
            error instanceof TypeError && String(Reflect.get(Object(error.cause), 'code')) === 'ECONNREFUSED',
        ),
      longest,
    )
  })

  it('RLD-1: ends with the exit code of an application that ends by itself', async () => {
    const files = { 'app.ts': 'setTimeout(() => process.exit(Number(process.argv[2])), 100)' }
    await using done = await devRun({ files, args: () => ['dev', 'app.ts', '--', '0'] })
    expect(await done.ended).toEqual({ code: 0, signal: null })
    await using failed = await devRun({ files, args: () => ['dev', 'app.ts', '--no-reload', '--', '7'] })
    expect(await failed.ended).toEqual({ code: 7, signal: null })
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('RLD-2: ends with 0 and without a word at %s', async (signal) => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    await run.printed(/CTRL\+C to quit/)
    const before = run.output
    run.kill(signal)
    expect(await run.ended).toEqual({ code: 0, signal: null })
    expect(run.output).toBe(before)
    await expect(fetch(run.url())).rejects.toThrow()
  })

  it('RLD-2: lets the application shut down by its own handler', async () => {
    const source = `${wordServer['app.ts']}
process.on('SIGTERM', () => {
  console.log('shutting down')
  setTimeout(() => process.exit(0), 50)
})
`
    await using run = await devRun({ files: { ...wordServer, 'app.ts': source } })
    await run.answers(/^one$/)
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
    expect(run.output.match(/shutting down/g)).toHaveLength(1)
    run.kill('SIGTERM')
    expect((await run.ended).code).toBe(0)
    expect(run.output.match(/shutting down/g)).toHaveLength(2)
  })

  it('RLD-2: leaves no application behind when it is killed itself', async () => {
    const source = `${wordServer['app.ts']}console.log(\`pid \${process.pid}.\`)\n`
    await using run = await devRun({ files: { ...wordServer, 'app.ts': source } })
    await run.answers(/^one$/)
    run.kill('SIGKILL')
    await run.ended
    const pid = Number(/pid (\d+)\./.exec(run.output)?.[1])
    await until(() => !isRunning(pid), longest)
  })

  it('RLD-1: hides its channel from the application', async () => {
    const source = `${wordServer['app.ts']}console.log(\`send \${typeof process.send}.\`)\n`
    await using run = await devRun({ files: { ...wordServer, 'app.ts': source } })
    await run.answers(/^one$/)
    await run.printed(/send undefined\./)
  })

  it('RLD-1: waits for a change when an application that has served crashes, and says why to who asks', async () => {
    const source = `import { createServer } from 'node:http'
import { word } from './word.ts'
createServer((request, response) => {
  response.end(word)
  if (request.url === '/crash') setImmediate(() => { throw new RangeError('out of stock') })
}).listen(Number(process.env['PORT']))
`
    await using run = await devRun({ files: { ...wordServer, 'app.ts': source } })
    await run.answers(/^one$/)
    await fetch(run.url('/crash'))
    expect(await run.answers(/RangeError: out of stock[\s\S]*app\.ts:5/)).toBe(500)
    expect(run.output).toContain(
      ' * The application has ended (exit code 1); it starts again when a file changes\n',
    )
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
  })

  it.each([[[]], [['--poll']]])(
    'RLD-4, RLD-5: not when a file is only read, or was not loaded; when its folder is named, %j',
    async (flags) => {
      const files = {
        ...wordServer,
        'other.ts': wordIs('x'),
        'views/deep/page.html': 'a',
        'views/node_modules/x': 'a',
      }
      await using run = await devRun({
        files,
        args: (port) => ['dev', 'app.ts', '--port', String(port), '--extra-files', 'views', ...flags],
      })
      await run.answers(/^one$/)
      readFileSync(join(run.folder, 'word.ts'))
      run.write('other.ts', wordIs('y'))
      run.write('views/node_modules/x', 'b')
      run.write('views/deep/page.html', 'b')
      await run.printed(changed)
      expect(run.output).toContain(`'${run.folder}/views/deep/page.html'`)
      expect(run.output).not.toMatch(/other\.ts|node_modules/)
      await run.answers(/^one$/)
      run.write('views/deep/new.html', 'c')
      await run.printed(/Detected change in '.*new\.html'/)
    },
  )

  it('RLD-6, RLD-8: not when the full path matches a pattern that was named', async () => {
    await using run = await devRun({
      files: { ...wordServer, 'extra.txt': '1', 'generated.txt': '1' },
      args: (port) => [
        'dev',
        'app.ts',
        '--port',
        String(port),
        '--extra-files',
        'extra.txt:generated.txt',
        '--exclude-patterns',
        '*/word.??:*generated*',
      ],
    })
    await run.answers(/^one$/)
    run.write('word.ts', wordIs('two'))
    run.write('generated.txt', '2')
    run.write('extra.txt', '2')
    await run.printed(changed)
    expect(run.output).not.toMatch(/'.*(word\.ts|generated\.txt)'/)
    await run.answers(/^two$/)
  })

  it('CLI-4, RLD-8: shows an error of loading to who asks, and goes on when the file is right again', async () => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.write('word.ts', 'export const word: string = ;\n')
    expect(await run.answers(/SyntaxError[\s\S]*word\.ts:1/)).toBe(500)
    const page = await fetch(run.url(), { headers: { accept: 'text/html' } })
    expect(await page.text()).toContain('<meta name="culprit-error"')
    run.write('word.ts', wordIs('three'))
    expect(await run.answers(/^three$/)).toBe(200)
  })

  it('CLI-4: shows it as text where the debugger is off', async () => {
    await using run = await devRun({
      files: wordServer,
      args: (port) => ['dev', 'app.ts', '--port', String(port), '--no-debugger'],
    })
    await run.answers(/^one$/)
    run.write('word.ts', 'export const word: string = ;\n')
    expect(await run.answers(/^The application does not run[\s\S]*SyntaxError/)).toBe(500)
  })

  it.each([
    [
      'a syntax error in JavaScript',
      'export const word = ;\n',
      /SyntaxError[\s\S]*word\.mjs:1:\d+\)\n +export const word = ;\n/,
    ],
    [
      'an error thrown',
      "export const word = 'two'\nthrow new RangeError('no words')\n",
      /RangeError: no words[\s\S]*word\.mjs:2/,
    ],
    [
      'a rejection',
      "export const word = 'two'\nawait Promise.reject(new Error('no words'))\n",
      /Error: no words[\s\S]*word\.mjs:2/,
    ],
  ])('CLI-4: shows %s with its place', async (_what, text, shown) => {
    const files = {
      'app.mjs': wordServer['app.ts']?.replace('word.ts', 'word.mjs') ?? '',
      'word.mjs': "export const word = 'one'",
    }
    await using run = await devRun({ files, args: (port) => ['dev', 'app.mjs', '--port', String(port)] })
    await run.answers(/^one$/)
    run.write('word.mjs', text)
    await run.answers(shown)
    await run.printed(/word\.mjs:\d/)
    run.write('word.mjs', "export const word = 'two'")
    await run.answers(/^two$/)
  })

  it.each([
    ['its code', ''],
    ['code that has asked for the debugger', "import { culprit } from 'culprit'\nculprit({ debug: true })\n"],
  ])('CLI-4, HTM-2: frames of an error of loading are alive: %s', async (_what, begin) => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.write(
      'word.ts',
      `${begin}const stock = { pears: 3 }
function count(fruit: string): number {
  const wanted = fruit.length
  throw new RangeError(\`no \${fruit}: \${wanted}\`)
}
export const word = String(count('plums') + stock.pears)
`,
    )
    await run.answers(/RangeError: no plums: 5/)
    const { evaluate } = await openPage(run.url(''), '/')
    expect((await evaluate('wanted + 1')).json).toMatchObject({ text: '6' })
    expect((await evaluate('stock.pears', { frame: 1 })).json).toMatchObject({ text: '3' })
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
  })

  it('CLI-4: ends with 1 where the application cannot be loaded at first', async () => {
    await using run = await devRun({ files: { ...wordServer, 'word.ts': 'export const word = ;' } })
    expect((await run.ended).code).toBe(1)
    expect(run.output).toMatch(/word\.ts:1[\s\S]*SyntaxError/)
  })

  it('RLD-7: notices that a file that was missing is there', async () => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.write('app.ts', wordServer['app.ts']?.replace('./word.ts', './lib/other.ts') ?? '')
    expect(await run.answers(/other\.ts/)).toBe(500)
    run.write('lib/other.ts', wordIs('four'))
    expect(await run.answers(/^four$/)).toBe(200)
  })

  it("RLD-1: leaves the application's own workers and children alone", async () => {
    const source = `import { fork } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import './word.ts'
if (process.argv[2] === 'child') console.log(\`child \${process.env['CULPRIT_DEV_PARENT']} \${process.exitCode ?? 'fine'}.\`)
else {
  fork('app.ts', ['child'])
  new Worker("console.log('worker fine.')", { eval: true })
  await import('./server.ts')
}
`
    const { 'app.ts': server = '', ...files } = wordServer
    await using run = await devRun({ files: { ...files, 'server.ts': server, 'app.ts': source } })
    await run.answers(/^one$/)
    await run.printed(/child undefined fine\./)
    await run.printed(/worker fine\./)
  })
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
