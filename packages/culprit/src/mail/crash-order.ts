import { parseOutgoingMail, type OutgoingMail } from './outgoing-mail.ts'
import type { SmtpSettings } from './smtp-settings.ts'

/** What a process that ends tells the one that sends its mails: where they wait, those it has in memory, and how to send. */
export interface CrashOrder {
  readonly settings: SmtpSettings
  readonly directory?: string | undefined
  readonly mails: readonly OutgoingMail[]
  /** For all of it. */
  readonly timeoutMs: number
}

/** Returns the order that a text holds, or undefined when it is none. */
export function parseCrashOrder(text: string): CrashOrder | undefined {
  const value = parseJson(text)
  if (!isObject(value) || !isSettings(value['settings']) || typeof value['timeoutMs'] !== 'number')
    return undefined
  const { settings, directory, mails, timeoutMs } = value
  const list = Array.isArray(mails) ? mails.map((mail) => parseOutgoingMail(JSON.stringify(mail))) : []
  return {
    settings,
    ...(typeof directory === 'string' && { directory }),
    mails: list.filter((mail) => mail !== undefined),
    timeoutMs,
  }
}

/** The order comes from our own process; what is optional in it is taken as it is. */
function isSettings(value: unknown): value is SmtpSettings {
  return isObject(value) && typeof value['host'] === 'string' && typeof value['port'] === 'number'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
