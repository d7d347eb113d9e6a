import type { Destination } from '../domain/destination.ts'
import type { Project } from '../domain/project.ts'
import type { DestinationAttempt } from '../ports/destination-store.ts'
import type { AlertContent } from './alert-content.ts'
import { sampleContent } from './sample-content.ts'
import { sendAlert, type SendAlertDeps } from './send-alert.ts'

export interface TestDestinationDeps extends SendAlertDeps {
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly random: (length: number) => Uint8Array
}

/** Sends a made-up alert to a destination and resolves with the real request and answer. */
export type TestDestination = (input: {
  readonly destination: Destination
  readonly project: Project
  /** The rule that is tested with it. */
  readonly rule?: AlertContent['rule'] | undefined
}) => Promise<DestinationAttempt>

/** Tests under way at one time, and that wait for their turn. */
const maxParallel = 10
const maxWaiting = 100

/** Returns how to test destinations. Whoever asks records the attempt. */
export function createTestDestination(deps: TestDestinationDeps): TestDestination {
  let underWay = 0
  const waiting: (() => void)[] = []
  return async ({ destination, project, rule }) => {
    const content = sampleContent({ project, rule, now: deps.now(), baseUrl: deps.baseUrl })
    const deliveryId = `test-${Buffer.from(deps.random(8)).toString('hex')}`
    if (waiting.length >= maxWaiting) throw new Error(`${maxWaiting} tests of destinations wait already`)
    if (underWay >= maxParallel) await new Promise<void>((resolve) => waiting.push(resolve))
    else underWay += 1
    try {
      const delivery = { destination, content, deliveryId, number: 1 }
      const sent = await sendAlert(delivery, deps, new AbortController().signal)
      if (sent === undefined) throw new Error(`The channel ${destination.kind} has no test`)
      return sent.attempt
    } finally {
      // The turn goes to who waits; `underWay` stays as it is then.
      const next = waiting.shift()
      if (next) next()
      else underWay -= 1
    }
  }
}
