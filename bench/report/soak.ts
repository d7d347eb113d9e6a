import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { failingRequest, isSignedIn, sleep, startCapture } from './failing-program.ts'

/** Prints the heap before and after so many throws with capture on: handled ones, and one in a thousand reported. */
export async function soak(count: number): Promise<void> {
  const collect = collector()
  const capture = startCapture()
  const heap = (): number => {
    collect()
    return process.memoryUsage().heapUsed / 1e6
  }
  const some = async (throws: number): Promise<void> => {
    for (let done = 0; done < throws; done += 1000) {
      for (let n = 0; n < 1000; n++) isSignedIn(String(n))
      capture.of(await failingRequest(() => undefined, done))
      await sleep(1)
    }
  }
  await some(count / 10)
  const before = heap()
  const { pauses, captured } = capture.status()
  await some(count)
  const after = heap()
  const status = capture.status()
  capture.stop()
  console.log(
    `${count} throws, ${status.pauses - pauses} pauses, ${status.captured - captured} captured:` +
      ` heap ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`,
  )
}

/** Returns a collector of garbage without a flag at the start. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
