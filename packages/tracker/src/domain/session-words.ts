import { fewestSessions } from './session-count.ts'

/** How many sessions a rule that asks for a share of them had to go by in the last hour. */
export interface SessionsOfHour {
  readonly lastHour: number
  /** Of this environment alone. */
  readonly environment?: string | undefined
}

/** Returns whether a rule that asks for a share of sessions can fire, in one or two sentences. */
export function sessionsWords({ lastHour, environment }: SessionsOfHour): string {
  const where = environment === undefined ? '' : ` in ${environment}`
  const began = `${lastHour} ${lastHour === 1 ? 'session' : 'sessions'} began${where} in the last hour`
  if (lastHour >= fewestSessions) return `${began}.`
  const few = `Only ${began}: below ${fewestSessions} the share of sessions is not judged, and the condition does not hold.`
  if (lastHour > 0) return few
  return `No session began${where} in the last hour, so the condition does not hold; it needs ${fewestSessions}. Applications that were told to stop sending sessions begin again a day later, or when they are restarted, once a rule with this condition is saved.`
}
