// Logs ten lines to the file given, then ends in the way given: the child of survival.test.ts.
// Arguments: path, level number, way to end, what else is there: a `memory`
// or a `queue` before the file, an `own-listener` for SIGTERM, or one of the kind of `signal-exit`.
import type { Handler } from '../../src/logging/handler.ts'
import { FileHandler } from '../../src/logging/handlers/file-handler.ts'
import { MemoryHandler } from '../../src/logging/handlers/memory-handler.ts'
import { QueueHandler } from '../../src/logging/handlers/queue-handler.ts'
import { QueueListener } from '../../src/logging/handlers/queue-listener.ts'
import { RecordQueue } from '../../src/logging/handlers/record-queue.ts'
import { LogRecord } from '../../src/logging/record.ts'

const [path = '', level = '20', ending = 'end', before = 'nothing'] = process.argv.slice(2)
const file = new FileHandler(path, { flushMs: 60_000 })

function makeHandler(): Handler {
  if (before === 'memory') return new MemoryHandler(100, { target: file })
  if (before !== 'queue') return file
  const queue = new RecordQueue()
  new QueueListener(queue, [file]).start()
  return new QueueHandler(queue)
}

const handler = makeHandler()
const log = (msg: string): void => {
  handler.handle(new LogRecord({ name: 'app', levelno: Number(level), msg }))
}

if (before === 'own-listener') {
  process.on('SIGTERM', () => {
    log('line of the listener')
    setTimeout(() => process.exit(7), 50)
  })
}
for (let line = 1; line <= 10; line += 1) log(`line ${line}`)
if (ending === 'now') process.exit(3)
if (ending === 'late') process.on('exit', () => log('line after the exit hook'))
if (before === 'signal-exit') {
  // What the package signal-exit does: end by the signal unless somebody else listens.
  const emitter = { count: 1 }
  Reflect.set(globalThis, Symbol.for('signal-exit emitter'), emitter)
  const listener = (): void => {
    if (process.listenerCount('SIGTERM') !== emitter.count) return
    process.off('SIGTERM', listener)
    process.kill(process.pid, 'SIGTERM')
  }
  process.on('SIGTERM', listener)
}

const keepAlive = setInterval(() => undefined, 60_000)
process.stdout.write('ready\n')
setTimeout(() => {
  if (ending === 'end') clearInterval(keepAlive)
  if (ending === 'exit' || ending === 'late') process.exit(3)
  if (ending === 'throw') throw new Error('thrown')
  if (ending === 'rejection') void Promise.reject(new Error('rejected'))
}, 50)
