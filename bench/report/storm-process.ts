// A process of its own: a storm, `node storm-process.ts handled|reported bare|culprit SINK_PORT`. Storms for a while
// whenever it is asked, and says how many turns it made in a second of CPU time.
import { culprit } from 'culprit'
import { checkout, isSignedIn, sleep, startCapture, work } from './failing-program.ts'

/** Some 100 µs of work that ends with a throw, so that there are 10,000 in a second. */
type Turn = () => unknown

const handledTurn: Turn = () => work() + isSignedIn('x')

function failedTurn(): unknown {
  work()
  try {
    checkout({ total: 1 })
  } catch (error) {
    return error
  }
}

/** Whoever does not report an error writes its stack somewhere. */
const writtenTurn: Turn = () => (failedTurn() as Error).stack

const [kind, way, port] = process.argv.slice(2)

/** Starts what watches, and returns how a turn goes then. */
function start(): Turn {
  if (kind === 'handled') {
    startCapture()
    return handledTurn
  }
  const dsn = `http://${'a'.repeat(32)}@127.0.0.1:${port}/1`
  const errors = culprit({ name: 'storm', dsn, report: { spoolDir: false } })
  return () => errors.captureException(failedTurn())
}

async function storm(turn: Turn, seconds: number): Promise<number> {
  const began = performance.now()
  const { user, system } = process.cpuUsage()
  let turns = 0
  while (performance.now() - began < seconds * 1000) {
    for (let n = 0; n < 100; n++) turn()
    turns += 100
    await sleep(0)
  }
  const used = process.cpuUsage()
  return (1e6 * turns) / (used.user + used.system - user - system)
}

const bareTurn = kind === 'handled' ? handledTurn : writtenTurn
await storm(bareTurn, 0.5)
const turn = way === 'bare' ? bareTurn : start()
process.on('message', () => void storm(turn, 1).then((perSecond) => process.send?.({ perSecond })))
process.on('disconnect', () => process.exit())
process.send?.({ port: 0 })
