// Reports events and ends in the way given: the child of report-survival.test.ts.
// Arguments: DSN, spool directory ('' for none), way to end, number of events, milliseconds for the last attempt.
import { createDelivery } from '../../src/report/delivery.ts'
import { makeEvent } from './make-event.ts'

const [dsn = '', spoolDir = '', ending = 'end', count = '1', exitTimeoutMs = '3000'] = process.argv.slice(2)
const delivery = createDelivery({
  dsn,
  spoolDir: spoolDir === '' ? false : spoolDir,
  exitTimeoutMs: Number(exitTimeoutMs),
  // Only the end's own limit may end what waits for an answer; else the tests would hang and fail.
  timeoutMs: 600_000,
})
const submitAll = (): void => {
  for (let n = 0; n < Number(count); n++) delivery.submit(makeEvent(n))
}
const crashes = ending === 'throw' || ending === 'rejection' || ending === 'survive'
if (crashes) process.on('uncaughtExceptionMonitor', () => delivery.submitSync(makeEvent(0)))
else submitAll()
if (ending === 'exit') process.exit(3)
if (ending === 'late') process.on('exit', () => delivery.submit(makeEvent(99)))
if (ending === 'own-listener') process.on('SIGTERM', () => setTimeout(() => process.exit(7), 50))
if (ending === 'survive')
  process.on('uncaughtException', () => void delivery.flush(30_000).then(() => process.exit(0)))

const keepAlive = setInterval(() => undefined, 60_000)
const isEnded = ending === 'end' || ending === 'late'
if (isEnded) clearInterval(keepAlive)
if (ending === 'flush-and-wait') await delivery.flush(30_000)
process.stdout.write('ready\n')
if (crashes) {
  setTimeout(() => {
    if (ending === 'rejection') void Promise.reject(new Error('rejected'))
    else throw new Error('thrown')
  }, 20)
}
