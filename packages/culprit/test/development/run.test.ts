import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { type DevRun, devRun, type Files, wordIs } from './dev-run.ts'

/** Runs a file by itself, as `node app.ts` does. */
function nodeRun(files: Files, env: Readonly<Record<string, string>> = {}): Promise<DevRun> {
  return devRun({
    files: { 'package.json': '{ "type": "module" }', 'word.ts': wordIs('one'), ...files },
    program: (port) => ({ args: ['app.ts', String(port)], env: { PORT: String(port), ...env } }),
  })
}

const imports = `import { run } from 'culprit/dev'\nimport { word } from './word.ts'\n`
const listener = '(_request: unknown, response: { end: (text: string) => void }) => response.end(word)'

/** What is served, by its kind: the last line of each is the application. */
const kinds: Files = {
  'a listener of node:http': `const app = ${listener}\n`,
  'a server of node:http': `import { createServer } from 'node:http'\nconst app = createServer(${listener})\n`,
  'a web-standard handler':
    'const app = async (request: Request) => new Response(word + (await request.text()))\n',
  Express: `import express from 'express'\nconst app = express()\napp.get('/', (_request, response) => void response.send(word))\n`,
  Fastify: `import Fastify from 'fastify'\nconst app = Fastify()\napp.get('/', () => word)\n`,
  Hono: `import { Hono } from 'hono'\nconst app = new Hono()\napp.get('/', (context) => context.text(word))\n`,
  Koa: `import Koa from 'koa'\nconst app = new Koa()\napp.use((context) => {\n  context.body = word\n})\n`,
  Nest: `import 'reflect-metadata'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
class App {}
Module({})(App)
const app = await NestFactory.create(App, { logger: false })
app.use('/', ${listener})
`,
}

describe('run()', () => {
  it.each(Object.entries(kinds))('RUN-4, RLD-1: serves %s, and reloads it', async (_kind, source) => {
    await using run = await nodeRun({ 'app.ts': `${imports}${source}await run(app, { debug: true })\n` })
    await run.answers(/^one$/)
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
  })

  const modes = `const app = (_request: unknown, response: { end: (text: string) => void }) => response.end([process.env['CULPRIT_DEBUG'] ?? '-', process.env['CULPRIT_USE_DEBUGGER'] ?? '-'].join(' '))\n`
  it.each([
    { what: 'no debug mode by itself', options: '{}', answer: '- -' },
    { what: 'debug mode where asked', options: '{ debug: true }', answer: '1 1' },
    {
      what: 'what it is given over the environment',
      options: '{ debug: false }',
      env: { CULPRIT_DEBUG: '1' },
      answer: '1 -',
    },
    { what: 'RUN-6: no debugger without debug mode', options: '{ useDebugger: true }', answer: '- -' },
    {
      what: 'EXT-1: debug mode without debugger',
      options: '{ debug: true, useDebugger: false, useReloader: false }',
      answer: '1 0',
    },
    {
      what: 'EXT-1: externalDebugger of the file',
      options: '{ debug: true }',
      files: { 'culprit.config.yaml': 'externalDebugger: true' },
      answer: '1 0',
    },
  ])('RUN-4: has $what', async ({ options, env, files, answer }) => {
    const source = `import { run } from 'culprit/dev'\n${modes}await run(app, ${options})\n`
    await using run = await nodeRun({ 'app.ts': source, ...files }, { ...env })
    expect(await run.answers(new RegExp(`^${answer}$`))).toBe(200)
  })

  it('RUN-7: shows the page and runs nothing where evaluation is off', async () => {
    const source = `import { run } from 'culprit/dev'
import { culprit } from 'culprit'
import { wrap } from 'culprit/node'
const errors = culprit({ debugger: { evaluate: false } })
const app = wrap(() => {
  throw new RangeError('no stock')
}, errors)
await run(app, { debug: true })
`
    await using run = await nodeRun({ 'app.ts': source })
    await run.answers(/RangeError: no stock/)
    const page = await (await fetch(run.url(), { headers: { accept: 'text/html' } })).text()
    const meta = (name: string): string =>
      new RegExp(`<meta name="${name}" content="([^"]*)"`).exec(page)?.[1] ?? ''
    const answer = await fetch(run.url('/-/culprit/eval'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-culprit-token': meta('culprit-token') },
      body: JSON.stringify({ error: meta('culprit-error'), frame: 0, code: '6 * 7' }),
    })
    expect(answer.status).toBe(403)
    expect(await answer.text()).not.toContain('42')
  })

  it('RUN-6: catches nothing without debug mode', async () => {
    const source = `import { run } from 'culprit/dev'
import { culprit } from 'culprit'
import { wrap } from 'culprit/node'
const app = wrap(() => {
  throw new RangeError('no stock')
}, culprit({}))
await run(app, { useDebugger: true })
`
    await using run = await nodeRun({ 'app.ts': source })
    expect(await run.answers(/Internal Server Error/)).toBe(500)
  })

  it('RUN-2, RUN-4: listens on 127.0.0.1, and says that it is for development', async () => {
    await using run = await nodeRun({ 'app.ts': `${imports}await run(${listener})\n` })
    await run.answers(/^one$/)
    expect(run.output).toContain(` * Running on http://127.0.0.1:${run.port}\n`)
    expect(run.output).toContain('WARNING: This is a development server.')
  })

  it('RUN-4: takes any free port for 0, over the environment', async () => {
    const source = `${imports}const server = await run(${listener}, { port: 0 })\nconsole.log(\`port \${server.address().port}.\`)\n`
    await using run = await nodeRun({ 'app.ts': source })
    await run.printed(/port \d+\./)
    const [, port] = /port (\d+)\./.exec(run.output) ?? []
    expect(Number(port)).not.toBe(run.port)
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('one')
  })

  it('CLI-4: shows an error of loading, too, after a change', async () => {
    await using run = await nodeRun({ 'app.ts': `${imports}await run(${listener}, { debug: true })\n` })
    await run.answers(/^one$/)
    run.write('word.ts', 'export const word = ;')
    await run.answers(/word\.ts:1/)
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
  })

  it.each([
    ["{ port: '80' }", /TypeError: The option 'port' of run\(\) must be of type number, but it was string/],
    [
      '{ port: 1.5 }',
      /TypeError: The option 'port' of run\(\) must be a whole number from 0 to 65535, not 1\.5/,
    ],
    ['{ threaded: true }', /TypeError: Unknown option 'threaded' of run\(\)\. Known are debug, /],
  ])('RUN-1: refuses %s', async (options, reason) => {
    await using run = await nodeRun({ 'app.ts': `${imports}await run(${listener}, ${options} as object)\n` })
    expect((await run.ended).code).toBe(1)
    expect(run.output).toMatch(reason)
  })

  it('RUN-1: refuses what cannot be served', async () => {
    await using run = await nodeRun({ 'app.ts': `${imports}await run({ word })\n` })
    expect((await run.ended).code).toBe(1)
    expect(run.output).toMatch(/TypeError: run\(\) takes an application of Express/)
  })

  it.each(['false', 'true'])(
    'RUN-3: ends with 1 and one line where the port is taken, debug %s',
    async (debug) => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = Object(server.address()) as { port: number }
      await using run = await nodeRun({
        'app.ts': `${imports}await run(${listener}, { port: ${port}, debug: ${debug} })\n`,
      })
      expect((await run.ended).code).toBe(1)
      expect(run.output).toMatch(new RegExp(`^culprit: port ${port} is in use[^\\n]+--port \\d+\\n$`))
      server.close()
    },
  )

  it('RUN-5: leaves everything to `culprit dev`, and says so once', async () => {
    await using run = await devRun({
      files: {
        'package.json': '{ "type": "module" }',
        'word.ts': wordIs('one'),
        'app.ts': `${imports}await run(${listener}, { port: 1, useReloader: false })\n`,
      },
    })
    await run.answers(/^one$/)
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
    expect(run.output.match(/The options of run\(\) are ignored under `culprit dev`/g)).toHaveLength(1)
  })
})
