import type { Config } from '../config/config.ts'
import { createAddressGuard } from '../notify/address-guard.ts'
import type { SendAlertDeps } from '../notify/send-alert.ts'
import { version } from './version.ts'

/** Returns what sending alerts needs of the outside. */
export function sending(config: Config): SendAlertDeps {
  return {
    guard: createAddressGuard(config.privateDestinations),
    now: Date.now,
    monotonic: () => performance.now(),
    userAgent: `Culprit/${version}`,
  }
}
