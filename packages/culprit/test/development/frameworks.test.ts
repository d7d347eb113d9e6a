import { describe, it } from 'vitest'
import { devRun, type Files, wordIs } from './dev-run.ts'

/** Each listens as its manual says, and answers with the word of another file. */
const applications: Files = {
  express: `import express from 'express'
const app = express()
app.get('/', (_request, response) => void response.send(word))
app.listen(Number(process.env['PORT']))
`,
  fastify: `import Fastify from 'fastify'
const app = Fastify()
app.get('/', () => word)
await app.listen({ port: Number(process.env['PORT']) })
`,
  hono: `import { serve } from '@hono/node-server'
import { Hono } from 'hono'
const app = new Hono()
app.get('/', (context) => context.text(word))
serve({ fetch: app.fetch, port: Number(process.env['PORT']) })
`,
  koa: `import Koa from 'koa'
const app = new Koa()
app.use((context) => {
  context.body = word
})
app.listen(Number(process.env['PORT']), '127.0.0.1')
`,
  nest: `import 'reflect-metadata'
import { Controller, Get, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
class Words {
  get(): string {
    return word
  }
}
Get()(Words.prototype, 'get', Object.getOwnPropertyDescriptor(Words.prototype, 'get') ?? {})
Controller()(Words)
class App {}
Module({ controllers: [Words] })(App)
const app = await NestFactory.create(App, { logger: false })
await app.listen(process.env['PORT'] ?? 0)
`,
  'node:http, CommonJS': `const { createServer } = require('node:http')
const { word } = require('./word.ts')
createServer((_request, response) => response.end(word)).listen({ port: process.env['PORT'] })
`,
}

describe('culprit dev keeps the port of', () => {
  it.each(Object.entries(applications))('RLD-3: %s', async (name, source) => {
    const isCommonJs = name.endsWith('CommonJS')
    const file = isCommonJs ? 'app.cjs' : 'app.ts'
    await using run = await devRun({
      files: {
        'package.json': '{ "type": "module" }',
        [file]: isCommonJs ? source : `import { word } from './word.ts'\n${source}`,
        'word.ts': wordIs('one'),
      },
      args: (port) => ['dev', file, '--port', String(port)],
    })
    await run.answers(/^one$/)
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
    run.write('word.ts', 'export const word = ;')
    await run.answers(/word\.ts:1/)
    run.write('word.ts', wordIs('three'))
    await run.answers(/^three$/)
  })
})
