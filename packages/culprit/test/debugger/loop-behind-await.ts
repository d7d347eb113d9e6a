// Evaluates a loop that no time limit of a script reaches, and then something else.
import { FrameCapture } from '../../src/debugger/capture/frame-capture.ts'
import { FrameConsole } from '../../src/debugger/console/frame-console.ts'
import { LoopWatch } from '../../src/debugger/console/loop-watch.ts'
import { ValueHandles } from '../../src/debugger/values/value-handles.ts'

function fail(sum: number): never {
  throw new Error(`sum is ${sum}`)
}

const capture = FrameCapture.ofThread()
let thrown: unknown
try {
  fail(3)
} catch (error) {
  thrown = error
}
const [frame] = capture.of(thrown)?.frames ?? []
if (frame === undefined) throw new Error('Nothing was captured.')
const one = new FrameConsole({
  frame,
  inContext: (run) => run(),
  names: {},
  handles: new ValueHandles({ isSecretKey: () => false }),
  loops: new LoopWatch(),
})
const waiting = setInterval(() => {}, 1000)
const stopped = await one.run('await null; for (;;) {}')
process.stdout.write(`${JSON.stringify(stopped)}\n`)
process.stdout.write(`${JSON.stringify(await one.run('"sum is " + await Promise.resolve(sum)'))}\n`)
clearInterval(waiting)
