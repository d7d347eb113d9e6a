// Logs ten lines to the file given, then ends in the way given: the child of survival.test.ts.
// Arguments: path, level number, way to end.
import { FileHandler } from '../../src/logging/handlers/file-handler.ts'
import { LogRecord } from '../../src/logging/record.ts'

const [path = '', level = '20', ending = 'end'] = process.argv.slice(2)
const handler = new FileHandler(path, { flushMs: 60_000 })
const log = (msg: string): void => {
  handler.handle(new LogRecord({ name: 'app', levelno: Number(level), msg }))
}

if (ending === 'own-listener') {
  process.on('SIGTERM', () => {
    log('line of the listener')
    setTimeout(() => process.exit(7), 50)
  })
}
for (let line = 1; line <= 10; line += 1) log(`line ${line}`)
if (ending === 'late') process.on('exit', () => log('line after the exit hook'))
if (ending === 'signal-exit') {
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
