// A cluster whose processes all report: the child of cluster.test.ts. Arguments: DSN, spool directory (one for all), and
// what the processes do. Each reports three errors, unless it is only there to send what is left.
//   serve  workers answer `GET /N` with an error each until the process is told to end
//   exit, throw, SIGTERM   workers end that way right after their reports; the primary after them
//   send   each sends what it finds
import cluster from 'node:cluster'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { wrap } from '../../src/adapters/node.ts'
import { culprit } from '../../src/index.ts'

const [dsn, spoolDir = '', doing = 'serve'] = process.argv.slice(2)
const errors = culprit({ name: 'farm', dsn, report: { spoolDir, localVariables: false } })
errors.logger.setLevel('CRITICAL')
const name = `worker ${cluster.worker?.id ?? 'none'}`
if (doing !== 'send') for (let n = 0; n < 3; n++) errors.captureException(new Error(`error ${n} of ${name}`))

async function leadWorkers(): Promise<void> {
  const workers = [1, 2, 3].map(() => cluster.fork())
  // A worker that ends while the primary writes to it is no error of this program.
  for (const worker of workers) worker.on('error', () => {})
  if (doing === 'serve') {
    await Promise.all(workers.map((worker) => once(worker, 'listening')))
    const [worker] = workers
    worker?.once('message', (port: unknown) => process.stdout.write(`${String(port)}\n`))
    worker?.send('which port?')
    process.once('SIGTERM', () => {
      for (const each of workers) each.kill()
    })
  }
  await Promise.all(workers.map((worker) => once(worker, 'exit')))
  if (doing === 'send') await errors.report.flush(30_000)
}

async function work(): Promise<void> {
  if (doing === 'serve') {
    const server = createServer(
      wrap(({ url }) => {
        throw new RangeError(`no ${url} here`)
      }, errors),
    )
    server.listen(0)
    process.on('message', () => {
      const address = server.address()
      process.send?.(typeof address === 'object' ? address?.port : address)
    })
    return
  }
  if (doing === 'exit') process.exit(3)
  if (doing === 'SIGTERM') {
    process.kill(process.pid, 'SIGTERM')
    return
  }
  if (doing === 'throw') throw new Error(`crash of ${name}`)
  await errors.report.flush(30_000)
  cluster.worker?.disconnect()
}

await (cluster.isPrimary ? leadWorkers() : work())
