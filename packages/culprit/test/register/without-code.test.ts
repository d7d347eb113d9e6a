// What docs/without-code.md says, statement by statement.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registeredPrograms, type RegisteredPrograms, valuesOf } from './registered-programs.ts'

let programs: RegisteredPrograms
beforeEach(async () => {
  programs = await registeredPrograms()
})
afterEach(() => programs[Symbol.asyncDispose]())

/** What a program ends with: by then everything before it has been reported. */
const theEnd = "setTimeout(() => { throw new Error('the end') }, 50)"

const asked = (...paths: readonly string[]): string => `
  const { port } = server.address()
  const answers = []
  for (const path of ${JSON.stringify(paths)}) {
    const response = await fetch('http://127.0.0.1:' + port + path)
    answers.push(response.status + ' ' + response.headers.get('x-request-error'))
    await response.text()
  }
  console.log('answers: ' + answers.join())
  server.closeAllConnections(); server.close()
  ${theEnd}`

async function messages(count: number): Promise<readonly unknown[]> {
  const events = await programs.arrived(count)
  return events.map((event) => (valuesOf(event) as readonly { readonly value: string }[]).at(-1)?.value)
}

describe('seen without code', () => {
  it('warnings are breadcrumbs of what is reported, and no reports', async () => {
    await programs.run(`process.emitWarning('old', 'DeprecationWarning')\n${theEnd}`)
    const [event, ...others] = await programs.arrived(1)
    expect(event?.breadcrumbs).toMatchObject({
      values: [{ category: 'node.warnings', message: 'DeprecationWarning: old' }],
    })
    expect(others).toEqual([])
  })

  it('breadcrumbs of console, fetch, node:http and culprit/logging are those of the process', async () => {
    await programs.run(`
      import { createServer, get } from 'node:http'
      import { getLogger } from 'culprit/logging'
      console.log('a line')
      getLogger('shop').error('a record')
      const server = createServer((_request, response) => response.end()).listen(0)
      await new Promise((resolve) => server.on('listening', resolve))
      const url = 'http://127.0.0.1:' + server.address().port
      await (await fetch(url + '/by-fetch')).text()
      await new Promise((resolve) => get(url + '/by-http', { agent: false }, (response) => response.resume().on('end', resolve)))
      server.closeAllConnections(); server.close()
      ${theEnd}`)
    const [event] = await programs.arrived(1)
    const text = JSON.stringify(event?.breadcrumbs)
    for (const part of ['a line', 'a record', '/by-fetch', '/by-http']) expect(text).toContain(part)
  })

  it('cluster workers are seen, as they are started with the same flags', async () => {
    await programs.run(`
      import cluster from 'node:cluster'
      if (cluster.isPrimary) cluster.fork().on('error', () => {})
      else setTimeout(() => { throw new Error('in a cluster') })`)
    expect(await messages(1)).toEqual(['in a cluster'])
  })

  it('node:http: what a listener throws is uncaught, ends the process and is reported', async () => {
    const { code } = await programs.run(`
      import { createServer } from 'node:http'
      const server = createServer(() => { throw new Error('in a listener') }).listen(0)
      await new Promise((resolve) => server.on('listening', resolve))
      await fetch('http://127.0.0.1:' + server.address().port)`)
    expect(code).toBe(1)
    expect(await messages(1)).toEqual(['in a listener'])
  })

  it('Express: an answer below 500 is handled; the answer names no reference; breadcrumbs are not apart', async () => {
    await programs.run(`
      import express from 'express'
      const app = express()
      app.get('/first', (_request, response) => { console.log('of the first'); response.end() })
      app.get('/handled', () => { throw new Error('handled') })
      app.get('/fails', () => { throw new Error('no luck') })
      app.use('/handled', (_error, _request, response, _next) => response.status(400).end())
      app.use((_error, _request, response, _next) => response.status(500).end())
      const server = app.listen(0)
      await new Promise((resolve) => server.on('listening', resolve))
      ${asked('/first', '/handled', '/fails')}`)
    const events = await programs.arrived(2)
    expect(await messages(2)).toEqual(['no luck', 'the end'])
    expect(JSON.stringify(events[0]?.breadcrumbs)).toContain('of the first')
    expect(JSON.stringify(events[1]?.breadcrumbs)).toContain('answers: 200 null,400 null,500 null')
  })
})

describe('not seen without code', () => {
  it.each([
    ['a listener for unhandledRejection', "process.on('unhandledRejection', () => {})", {}],
    ['--unhandled-rejections=warn', '', { NODE_OPTIONS: '--unhandled-rejections=warn' }],
  ])('rejections where the application decides about them: %s', async (_how, listen, more) => {
    const program = `${listen}\nPromise.reject(new Error('rejected'))\n${theEnd}`
    const { code } = await programs.run(program, { CULPRIT_DSN: programs.dsn, ...more })
    expect(code).toBe(1)
    expect(await messages(1)).toEqual(['the end'])
  })

  it('worker threads that run a text, for which Node preloads nothing', async () => {
    await programs.run(`
      import { Worker } from 'node:worker_threads'
      const worker = new Worker("setTimeout(() => { throw new Error('in a text') })", { eval: true, execArgv: [] })
      worker.on('error', () => {})
      await new Promise((resolve) => worker.on('exit', resolve))
      ${theEnd}`)
    expect(await messages(1)).toEqual(['the end'])
  })

  it.each([
    [
      'Express 4',
      `import express from 'express-4'
       const app = express()
       app.get('/fails', () => { throw new Error('no luck') })
       const server = app.listen(0)`,
    ],
    [
      'Koa',
      `import Koa from 'koa'
       const app = new Koa()
       app.use(() => { throw new Error('no luck') })
       const server = app.listen(0)`,
    ],
    [
      'Hono',
      `import { Hono } from 'hono'
       import { serve } from '@hono/node-server'
       const app = new Hono()
       app.get('/fails', () => { throw new Error('no luck') })
       const server = serve({ fetch: app.fetch, port: 0 })`,
    ],
    [
      'Nest',
      `import 'reflect-metadata'
       import { Controller, Get, Module } from '@nestjs/common'
       import { NestFactory } from '@nestjs/core'
       class Fails { fails() { throw new Error('no luck') } }
       Get('fails')(Fails.prototype, 'fails', Object.getOwnPropertyDescriptor(Fails.prototype, 'fails'))
       Controller()(Fails)
       class App {}
       Module({ controllers: [Fails] })(App)
       const app = await NestFactory.create(App, { logger: false })
       await app.listen(0)
       const server = app.getHttpServer()`,
    ],
  ])('what %s answers with 500', async (_framework, program) => {
    await programs.run(`${program}
      if (!server.listening) await new Promise((resolve) => server.on('listening', resolve))
      ${asked('/fails')}`)
    const events = await programs.arrived(1)
    expect(JSON.stringify(events.at(-1)?.breadcrumbs)).toContain('answers: 500 null')
    expect(await messages(1)).toEqual(['the end'])
  })
})
