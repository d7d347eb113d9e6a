import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { SecureContextOptions } from 'node:tls'
import type { Bounds } from '@culprit/redact'
import { errorText } from '../format-error.ts'
import { RECORD_ATTRIBUTES, type LogRecord } from '../record.ts'
import type { DeliveryOutcome } from './delivery-queue.ts'
import type { LateReceiver } from './late-messages.ts'
import { NetworkHandler, type NetworkHandlerOptions } from './network-handler.ts'
import { type FormTarget, sendForm } from './send-form.ts'

/** How an `HttpHandler` sends. */
export interface HttpHandlerOptions extends NetworkHandlerOptions {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST' | undefined
  /** User and password for Basic authentication. */
  readonly credentials?: readonly [user: string, password: string] | undefined
  /** Settings of TLS, such as a certificate authority; only for `https:`. */
  readonly tls?: (SecureContextOptions & { readonly rejectUnauthorized?: boolean | undefined }) | undefined
  /** Returns the fields to send, as they are. @default all attributes of the record, extra fields, without secrets */
  readonly mapRecord?: ((record: LogRecord) => Readonly<Record<string, unknown>>) | undefined
}

/**
 * Sends each record to a web server as form fields: in the query with GET, in the body with POST. Connections are
 * kept. A record that cannot be sent gets three attempts; an answer of 400 or above loses it, counted as
 * `refused`.
 */
export class HttpHandler extends NetworkHandler {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly #mapRecord: (record: LogRecord) => Readonly<Record<string, unknown>>
  readonly #authorization: string | undefined
  readonly #agent: HttpAgent | HttpsAgent
  readonly #tls: HttpHandlerOptions['tls']

  /** @throws {TypeError} for a URL that is not http or https, and for `tls` without https. */
  constructor(url: string | URL, options: HttpHandlerOptions = {}) {
    super({ ...options, attempts: 3 })
    this.url = new URL(url)
    const isSecure = this.url.protocol === 'https:'
    if (!isSecure && this.url.protocol !== 'http:')
      throw new TypeError(`The URL of an HttpHandler must be http or https, not ${this.url.protocol}`)
    if (options.tls !== undefined && !isSecure) throw new TypeError('The option tls needs an https URL.')
    this.method = options.method ?? 'GET'
    this.#tls = options.tls
    this.#mapRecord = options.mapRecord ?? recordFields
    const user = decodeURIComponent(this.url.username)
    this.#authorization = basic(
      options.credentials ?? (user === '' ? undefined : [user, decodeURIComponent(this.url.password)]),
    )
    this.url.username = ''
    this.url.password = ''
    const keep = { keepAlive: true, maxSockets: 1 }
    // Loaded here, not at import: they cost more than the rest of logging together, and few have this handler.
    this.#agent = isSecure
      ? new (process.getBuiltinModule('node:https').Agent)({ ...keep, ...options.tls })
      : new (process.getBuiltinModule('node:http').Agent)(keep)
  }

  override get needsLocation(): boolean {
    return this.#mapRecord === recordFields
  }

  emit(record: LogRecord): void {
    const fields = new URLSearchParams()
    for (const [name, value] of Object.entries(this.#fieldsOf(record)))
      if (value !== undefined && value !== null) fields.append(name, textOf(value))
    this.enqueue(Buffer.from(fields.toString()))
  }

  #fieldsOf(record: LogRecord): Readonly<Record<string, unknown>> {
    const fields = this.#mapRecord(record)
    if (this.#mapRecord !== recordFields || this.redactor === undefined) return fields
    const { value } = this.redactor.redact(fields, fieldBounds)
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
  }

  override async close(): Promise<void> {
    await super.close()
    this.#agent.destroy()
  }

  protected override get receiver(): string {
    return this.url.origin
  }

  protected override async deliver(form: Buffer): Promise<DeliveryOutcome> {
    const { timeoutMs } = this
    const status = await sendForm(this.#target, form, { agent: this.#agent, timeoutMs })
    if (status >= 500) throw new Error(`status ${status}`)
    return status >= 400 ? 'refused' : 'delivered'
  }

  protected override get lateReceiver(): LateReceiver {
    return { kind: 'form', target: this.#target, tls: this.#tls }
  }

  get #target(): FormTarget {
    return { url: this.url.href, method: this.method, authorization: this.#authorization }
  }
}

/** What one record may send at most. */
const fieldBounds: Bounds = { depth: 6, nodes: 2000, string: 65_536, keys: 200, items: 200 }

/**
 * Returns the attributes of a record by name with its extra fields, an error as its traceback; undefined where
 * a record has none.
 */
export function recordFields(record: LogRecord): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = { ...record.context, ...record.extra }
  for (const name of RECORD_ATTRIBUTES) {
    const value: unknown = name === 'extra' || name === 'context' ? undefined : Reflect.get(record, name)
    if (value !== undefined) fields[name] = value
  }
  if (record.error !== undefined) fields['error'] = errorText(record.error)
  return fields
}

function basic(credentials: readonly [string, string] | undefined): string | undefined {
  return credentials && `Basic ${Buffer.from(credentials.join(':')).toString('base64')}`
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return '(unreadable)'
  }
}
