import { failingRequest, isSignedIn, isThere, sleep, startCapture } from './failing-program.ts'

interface Row {
  readonly kind: string
  /** Handled throws a second. */
  readonly rate: number
  readonly handled: (at: number) => unknown
}

const rows: readonly Row[] = [
  ...[0, 10, 100].map((rate) => ({ kind: 'handled in calls', rate, handled: () => isSignedIn('x') })),
  ...[10, 100].map((rate) => ({ kind: 'handled after an await', rate, handled: () => isThere('/nowhere') })),
]

/** Prints how many reported errors have their variables, while others are thrown that the program handles itself. */
export async function shareOfReported(seconds: number): Promise<void> {
  console.log('Reported errors that have their variables, at a budget of 1 % of the time:')
  for (const row of rows) await measure(row, seconds * 1000)
}

/** Handled throws at a steady rate, a reported error each half second, at moments that have nothing to do with them. */
async function measure({ kind, rate, handled }: Row, windowMs: number): Promise<void> {
  const capture = startCapture()
  const began = performance.now()
  const before = capture.status().spentMs
  let done = 0
  let reported = 0
  let withVariables = 0
  for (let elapsed = 0; elapsed < windowMs; elapsed = performance.now() - began) {
    for (; done < (elapsed / 1000) * rate; done++) await handled(done)
    if (reported < elapsed / 500) {
      reported++
      const error = await failingRequest(rate === 0 ? () => undefined : handled, reported)
      if (capture.of(error) !== undefined) withVariables++
    }
    await sleep(3 + Math.random() * 7)
  }
  const { spentMs, passedOver } = capture.status()
  capture.stop()
  const share = ((100 * withVariables) / reported).toFixed(0)
  const time = ((100 * (spentMs - before)) / (performance.now() - began)).toFixed(2)
  console.log(
    `  ${kind.padEnd(24)} ${String(rate).padStart(4)}/s   ${share.padStart(3)} % of ${reported} reported errors have variables,` +
      ` ${time} % of the time spent, ${passedOver} places passed over`,
  )
}
