import { createLocalVariables } from '../../packages/culprit/src/report/local-variables/local-variables.ts'
import { sleep } from './failing-program.ts'

const perSecond = 200

/** A throw statement that fails at every pass through its function. */
function refund(order: { readonly id: number }): never {
  const limit = 30
  throw new RangeError(`order ${order.id} is older than ${limit} days`)
}

/** Prints how many errors of a statement that keeps failing have variables: pauses alone would give ten a second. */
export async function failingStatement(seconds: number): Promise<void> {
  let request: object = {}
  const capture = createLocalVariables({ contextOf: () => request })
  capture.start()
  const counts = new Map<string, number>()
  const began = performance.now()
  let failed = 0
  while (performance.now() - began < seconds * 1000) {
    for (; failed < ((performance.now() - began) / 1000) * perSecond; failed++) {
      request = {}
      try {
        refund({ id: failed })
      } catch (error) {
        const [frame] = capture.of(error)?.frames ?? []
        const order = frame?.vars['order']
        if (frame !== undefined && JSON.stringify(order) !== JSON.stringify({ id: failed }))
          throw new Error('An error has the variables of another')
        const status = capture.statusOf(error)
        counts.set(status, (counts.get(status) ?? 0) + 1)
      }
    }
    await sleep(4)
  }
  const { spentMs } = capture.status()
  capture.stop()
  console.log(`A throw statement that fails ${perSecond} times a second, each time reported (N11):`)
  for (const [status, count] of counts)
    console.log(`  ${status.padEnd(38)} ${(count / seconds).toFixed(1).padStart(6)} a second`)
  console.log(`  ${((spentMs / seconds) * 0.1).toFixed(2)} % of the time spent`)
}
