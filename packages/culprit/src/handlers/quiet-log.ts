import type { ErrorLog } from './error-log.ts'

/** Returns a log that writes to another one and cannot fail. */
export function quietLog(log: ErrorLog): ErrorLog {
  return {
    error(message, error, reference, request) {
      try {
        log.error(message, error, reference, request)
      } catch {
        // The last resort must not fail, and there is no other place to tell it.
      }
    },
    info(message) {
      try {
        log.info(message)
      } catch {
        // As above.
      }
    },
  }
}
