import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  registeredPrograms,
  type RegisteredPrograms,
  valuesOf,
} from '../test/register/registered-programs.ts'

let programs: RegisteredPrograms
beforeEach(async () => {
  programs = await registeredPrograms()
})
afterEach(() => programs[Symbol.asyncDispose]())

const served = (framework: string): string => `
  ${framework}
  const { port } = server.address()
  for (const path of ['/handled', '/fails?a=1']) await (await fetch('http://127.0.0.1:' + port + path)).text()
  server.closeAllConnections(); server.close()
`

describe('culprit/register', () => {
  it.each([
    ['CULPRIT_DSN', "setTimeout(() => { throw new Error('crash') })", 'onuncaughtexception'],
    ['SENTRY_DSN', "Promise.reject(new Error('crash'))", 'onunhandledrejection'],
  ])(
    'reports by %s what ends the process, which exits with 1 and prints it as ever',
    async (name, statement, mechanism) => {
      const { code, stderr } = await programs.run(`console.log('step 1')\n${statement}`, {
        [name]: programs.dsn,
        CULPRIT_RELEASE: '1.2',
      })
      expect(code).toBe(1)
      expect(stderr).toContain('Error: crash')
      const [event, ...others] = await programs.arrived(1)
      expect(event).toMatchObject({ level: 'fatal', release: '1.2' })
      expect(valuesOf(event)).toMatchObject([
        { value: 'crash', mechanism: { type: mechanism, handled: false } },
      ])
      expect(JSON.stringify(event?.breadcrumbs)).toContain('step 1')
      expect(others).toEqual([])
    },
  )

  it('respects listeners of the application: it lives on, and the failure is reported', async () => {
    const { code } = await programs.run(
      "process.on('uncaughtException', () => {})\nsetTimeout(() => { throw new Error('survived') })",
      {
        CULPRIT_DSN: programs.dsn,
      },
    )
    expect(code).toBe(0)
    expect(await programs.arrived(1)).toHaveLength(1)
  })

  it('does nothing without a DSN, and tells of one that is wrong', async () => {
    expect(await programs.run('', {})).toEqual({ code: 0, stderr: '' })
    const { code, stderr } = await programs.run('', { CULPRIT_DSN: 'hunter2' })
    expect(code).toBe(0)
    expect(stderr).toMatch(/^culprit: nothing is reported: .*DSN/)
    expect(stderr).not.toContain('hunter2')
    expect(readdirSync(programs.dir)).toEqual([])
  })

  it('leaves it to a culprit() of the program: one report, with its settings', async () => {
    const program = `
      import { culprit } from 'culprit'
      culprit({ name: 'own', release: 'own@1', report: { localVariables: { share: 1 } } })
      console.log('step 1')
      function ship(order) {
        throw new Error('crash of ' + typeof order)
      }
      setTimeout(() => ship({ id: 'order-7' }))
    `
    await programs.run(program, { CULPRIT_DSN: programs.dsn, CULPRIT_RELEASE: '1.2' })
    const sent = await programs.arrived(1)
    expect(JSON.stringify(valuesOf(sent[0]))).toContain('order-7"}')
    expect(sent.map(({ release }) => release)).toEqual(['own@1'])
    expect(JSON.stringify(sent[0]?.breadcrumbs).match(/step 1/g)).toHaveLength(1)
  })

  it('reports from worker threads, too', async () => {
    const program = `
      import { isMainThread, Worker } from 'node:worker_threads'
      if (isMainThread) {
        const worker = new Worker(new URL(import.meta.url))
        worker.on('error', () => {})
        await new Promise((resolve) => worker.on('exit', resolve))
      } else {
        setTimeout(() => { throw new Error('in a worker') })
      }
    `
    await programs.run(program)
    // A worker that ends has no time to send: its event is on disk, and the next process brings it.
    expect((await programs.arrived(1)).map(valuesOf)).toMatchObject([[{ value: 'in a worker' }]])
  })

  it.each([
    [
      'express',
      `import express from 'express'
      const app = express()
      app.get('/handled', () => { throw new Error('handled') })
      app.get('/fails', async () => { throw new Error('no luck') })
      app.use('/handled', (_error, _request, response, _next) => response.status(400).end())
      app.use((_error, _request, response, _next) => response.status(500).end())
      const server = app.listen(0)
      await new Promise((resolve) => server.on('listening', resolve))`,
    ],
    [
      'fastify',
      `import fastify from 'fastify'
      const app = fastify()
      app.get('/handled', () => { throw Object.assign(new Error('handled'), { statusCode: 400 }) })
      app.get('/fails', async () => { throw new Error('no luck') })
      await app.listen({ port: 0 })
      const { server } = app`,
    ],
  ])('reports what %s answers with 500, with its request', async (framework, program) => {
    await programs.run(served(program))
    const sent = await programs.arrived(1)
    expect(sent.map(valuesOf)).toMatchObject([
      [{ value: 'no luck', mechanism: { type: framework, handled: false } }],
    ])
    expect(sent[0]?.request).toMatchObject({ method: 'GET', url: expect.stringMatching(/^http:.*\/fails/) })
  })
})
