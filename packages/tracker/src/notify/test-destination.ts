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

/** Tests under way at one time; one more is answered without being sent. */
const maxParallel = 10

/** Returns how to test destinations. Whoever asks records the attempt. */
export function createTestDestination(deps: TestDestinationDeps): TestDestination {
  let underWay = 0
  return async ({ destination, project, rule }) => {
    const content = sampleContent({ project, rule, now: deps.now(), baseUrl: deps.baseUrl })
    const deliveryId = `test-${Buffer.from(deps.random(8)).toString('hex')}`
    if (underWay >= maxParallel) throw new Error(`${maxParallel} tests of destinations are under way already`)
    underWay += 1
    try {
      const delivery = { destination, content, deliveryId, number: 1 }
      const sent = await sendAlert(delivery, deps, new AbortController().signal)
      if (sent === undefined) throw new Error(`The channel ${destination.kind} has no test`)
      return sent.attempt
    } finally {
      underWay -= 1
    }
  }
}
