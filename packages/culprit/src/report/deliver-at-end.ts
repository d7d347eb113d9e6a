import type { ExitFlush } from '../logging/handlers/exit-flush.ts'
import type { DeliveryPlan, DeliverySettings } from './delivery-settings.ts'
import type { EventDelivery } from './event-delivery.ts'
import { runReportSender } from './run-report-sender.ts'

/** The part of `process` that the end of a delivery uses. */
export type EndingHost = Pick<NodeJS.Process, 'on' | 'off'>

/** How the end goes. */
export interface DeliverAtEndOptions {
  readonly exit: ExitFlush
  readonly plan: DeliveryPlan
  readonly settings: DeliverySettings
  readonly host?: EndingHost | undefined
}

/**
 * Makes a delivery survive the process, until the function it returns is called. Everything goes to disk by the exit
 * hook (`exit`, uncaught errors, SIGTERM, SIGINT). Then, unless the server is known to be away or busy, one last attempt
 * within `exitTimeoutMs`: of a process that has nothing left to do, by holding it; of one that exits, by another process
 * that it waits for. A signal's default effect leaves no time for that: those events are sent by the next process.
 */
export function deliverAtEnd(delivery: EventDelivery, options: DeliverAtEndOptions): () => void {
  const { exit, plan, settings, host = process } = options
  const leaveExit = exit.add(delivery)
  let hasTried = false
  const mayTry = (): boolean => plan.exitTimeoutMs > 0 && !hasTried && delivery.isWorthTrying
  const onIdle = (): void => {
    // Programs that live for a moment only would never send what an earlier one has left.
    if (!mayTry() || !(delivery.hasUnsent || delivery.isDraining)) return
    hasTried = true
    void delivery.flush(plan.exitTimeoutMs).then((done) => {
      // What comes later, by another listener, deserves an attempt of its own.
      hasTried = !done
    })
  }
  const onExit = (): void => {
    if (!mayTry() || !delivery.hasUnsent) return
    hasTried = true
    runReportSender({ settings, events: delivery.unsaved(), timeoutMs: plan.exitTimeoutMs })
  }
  host.on('beforeExit', onIdle)
  // The exit hook goes in front of others, so by now everything is on disk.
  host.on('exit', onExit)
  return () => {
    leaveExit()
    host.off('beforeExit', onIdle)
    host.off('exit', onExit)
  }
}
