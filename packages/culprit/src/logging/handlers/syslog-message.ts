import { hostname } from 'node:os'
import type { LogRecord } from '../record.ts'

/** Values by name, by the id of their element: `{ 'shop@32473': { order: '12' } }`. */
export type StructuredData = Readonly<Record<string, Readonly<Record<string, string>>>>

/** What the header of an RFC 5424 message is made from. */
export interface Rfc5424Header {
  readonly priority: number
  readonly appName: string
  readonly structuredData?: StructuredData | undefined
}

/**
 * Returns a message as Python's handler sends it: `<PRI>`, the ident, the text with all its lines, and a NUL if
 * asked. It is close to RFC 3164, without time and host, which the receiver adds.
 */
export function pythonSyslogMessage(priority: number, text: string, appendNul: boolean): string {
  return `<${priority}>${text}${appendNul ? '\0' : ''}`
}

/**
 * Returns a message after RFC 5424, section 6: time in UTC with milliseconds, host, application, process id, the
 * logger's name as message id, structured data, text in UTF-8 without a byte order mark.
 */
export function rfc5424Message(header: Rfc5424Header, record: LogRecord, text: string): string {
  const time = new Date(record.created * 1000).toISOString()
  const fields = [
    printable(hostname(), 255),
    printable(header.appName, 48),
    printable(String(record.process), 128),
    printable(record.name, 32),
  ]
  return `<${header.priority}>1 ${time} ${fields.join(' ')} ${structuredDataText(header.structuredData)} ${text}`
}

/** Returns bytes with their length in front (RFC 6587, section 3.4.1). */
export function octetCounted(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message])
}

function structuredDataText(data: StructuredData = {}): string {
  let text = ''
  for (const [id, values] of Object.entries(data)) {
    text += `[${parameterName(id)}`
    for (const [name, value] of Object.entries(values))
      text += ` ${parameterName(name)}="${value.replace(/["\\\]]/g, '\\$&')}"`
    text += ']'
  }
  return text === '' ? '-' : text
}

/** A header field has only visible ASCII; an empty one is `-`. */
function printable(text: string, length: number): string {
  const visible = text.replace(/[^!-~]/g, '').slice(0, length)
  return visible === '' ? '-' : visible
}

function parameterName(text: string): string {
  return printable(text.replace(/[="\]]/g, ''), 32)
}
