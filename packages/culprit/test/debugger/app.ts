// An application that is debugged, on node:http; what it is told by the environment decides how.
import { createServer } from 'node:http'
import { Worker } from 'node:worker_threads'
import { culprit } from 'culprit'
import { wrap } from 'culprit/node'

const { APP_OPTIONS = '{}', APP_HOST = '127.0.0.1', APP_PORT = '0' } = process.env
const errors = culprit({ debug: true, ...(JSON.parse(APP_OPTIONS) as object) })

function fail(size: number): never {
  const detail = size * 2
  throw new RangeError(`failed at ${detail}`)
}

const listener = wrap(async (request, response) => {
  if (request.url === '/boom') fail(21)
  if (request.url === '/hidden') hidden(fail)
  if (request.url === '/end') setTimeout(() => fail(1), 1)
  if (request.url === '/reject') void Promise.reject(new TypeError('nobody waits'))
  if (request.url === '/inspect') (await import('node:inspector')).open(0)
  if (request.url === '/worker')
    new Worker(new URL(import.meta.url), { env: { ...process.env, APP_PORT: '0' } })
  if (request.url === '/made') thrower()
  if (request.url === '/log') logAndFail()
  response.end('fine')
}, errors)

function hidden(next: (size: number) => never): never {
  const __traceback_hide__ = true
  const __traceback_info__ = 'of no interest'
  void __traceback_info__
  if (__traceback_hide__) next(4)
  throw new Error('unreachable')
}

function make(): Error {
  return new Error('made')
}

function thrower(): never {
  const here = 7
  if (here > 0) throw make()
  throw new Error('unreachable')
}

function logAndFail(): never {
  errors.logger.info('seen %d', 7)
  return fail(3)
}

const server = createServer(listener).listen(Number(APP_PORT), APP_HOST, () => {
  const address = server.address()
  process.stdout.write(`listening on ${typeof address === 'object' ? address?.port : ''}\n`)
})
