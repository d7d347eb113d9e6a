/**
 * A mail as the spool keeps it and a transport sends it: complete, with its secrets removed. `createdAt` is in
 * milliseconds since the epoch; `messageId` stays the same over all attempts, so that a receiver can drop a mail that
 * came twice.
 */
export interface OutgoingMail {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html?: string | undefined
  readonly messageId: string
  readonly references: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly createdAt: number
}

/** Returns the mail that a spooled text holds, or undefined when it is none. */
export function parseOutgoingMail(text: string): OutgoingMail | undefined {
  const value = parseJson(text)
  if (!isObject(value) || !hasTexts(value) || !isStrings(value['to']) || !isStrings(value['references'])) {
    return undefined
  }
  const { headers, createdAt, html, to, references } = value
  if (!isObject(headers) || !isStrings(Object.values(headers)) || typeof createdAt !== 'number')
    return undefined
  return {
    from: value.from,
    to,
    subject: value.subject,
    text: value.text,
    ...(typeof html === 'string' && { html }),
    messageId: value.messageId,
    references,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
    createdAt,
  }
}

interface Texts {
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly messageId: string
}

function hasTexts<T extends object>(value: T): value is T & Texts {
  return ['from', 'subject', 'text', 'messageId'].every((key) => typeof Reflect.get(value, key) === 'string')
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
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
