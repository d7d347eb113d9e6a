// The thread of `LoopWatch`: it ends what blocks the main thread for too long.
import { Session } from 'node:inspector'
import { workerData } from 'node:worker_threads'
import { loopState } from './loop-state.ts'

/** As `synchronousLimitMs`; a worker should load next to nothing. */
const limitMs = 5000
const lookEveryMs = 200

// Made by `startWorker`.
const state = workerData as Int32Array
let seen = -1
let seenAt = 0

for (;;) {
  // Sleeps until there is something to watch.
  if (Atomics.wait(state, loopState.isActive, 0) === 'ok') seenAt = performance.now()
  Atomics.wait(state, loopState.stopped, Atomics.load(state, loopState.stopped), lookEveryMs)
  const beats = Atomics.load(state, loopState.beats)
  if (beats !== seen) {
    seen = beats
    seenAt = performance.now()
  } else if (Atomics.load(state, loopState.isActive) === 1 && performance.now() - seenAt > limitMs) endMain()
}

function endMain(): void {
  const session = new Session()
  session.connectToMainThread()
  session.post('Runtime.terminateExecution')
  // The main thread waits for sessions at its end.
  session.disconnect()
  Atomics.add(state, loopState.stopped, 1)
  seenAt = performance.now()
}
