import type { ConnectionOptions } from 'node:tls'
import type { LogRecord } from '../record.ts'
import type { DeliveryOutcome } from './delivery-queue.ts'
import type { LateReceiver } from './late-messages.ts'
import { NetworkHandler, type NetworkHandlerOptions } from './network-handler.ts'
import type { PackageLoader } from './optional-package.ts'
import { octetCounted, pythonSyslogMessage, rfc5424Message, type StructuredData } from './syslog-message.ts'
import {
  encodePriority,
  facilityNumber,
  type SyslogFacility,
  type SyslogSeverity,
} from './syslog-priority.ts'
import { SyslogStream } from './syslog-stream.ts'
import type { SyslogTransport } from './syslog-transport.ts'
import { SyslogUdp } from './syslog-udp.ts'
import { SyslogUnix } from './syslog-unix.ts'

/** Where syslog listens: the path of a unix socket, or host and port. */
export type SyslogAddress = string | readonly [host: string, port: number]

/** How a `SyslogHandler` sends. */
export interface SyslogHandlerOptions extends NetworkHandlerOptions {
  /** @default ['localhost', 514] */
  readonly address?: SyslogAddress | undefined
  /** For an address of host and port. @default 'udp' */
  readonly transport?: 'udp' | 'tcp' | 'tls' | undefined
  /** Settings of TLS, such as `ca` or `servername`. */
  readonly tls?: ConnectionOptions | undefined
  /** @default 'user' */
  readonly facility?: SyslogFacility | number | undefined
  /** The bytes of Python's handler, or RFC 5424. @default 'python' */
  readonly format?: 'python' | 'rfc5424' | undefined
  /** Put in front of each text, as `shop: `; with RFC 5424 the name of the application. @default none */
  readonly ident?: string | undefined
  /** Whether a NUL ends each message. @default true for 'python' without octet counting */
  readonly appendNul?: boolean | undefined
  /** How messages are told apart on a connection. @default 'octet-counting' for RFC 5424, else 'nul' */
  readonly framing?: 'nul' | 'octet-counting' | undefined
  /** Returns structured data for RFC 5424. */
  readonly structuredData?: ((record: LogRecord) => StructuredData) | undefined
  /** Loads optional packages. @default require */
  readonly load?: PackageLoader | undefined
}

const severities: ReadonlyMap<string, SyslogSeverity> = new Map([
  ['TRACE', 'debug'],
  ['DEBUG', 'debug'],
  ['INFO', 'info'],
  ['WARNING', 'warning'],
  ['ERROR', 'error'],
  ['CRITICAL', 'critical'],
])

/**
 * Sends records to syslog by UDP, TCP, TLS or a unix socket. Tracebacks are sent with their lines. `emit` only
 * queues; a receiver that is down is tried again while at most 1000 messages wait. What waits is sent when the process
 * ends, see `NetworkHandler`.
 */
export class SyslogHandler extends NetworkHandler {
  readonly facility: number
  readonly address: SyslogAddress
  ident: string
  appendNul: boolean
  readonly #options: SyslogHandlerOptions
  readonly #isRfc5424: boolean
  readonly #countsOctets: boolean
  readonly #transport: SyslogTransport

  /** @throws {RangeError} for a facility that does not exist. */
  constructor(options: SyslogHandlerOptions = {}) {
    super(options)
    this.#options = options
    this.address = options.address ?? ['localhost', 514]
    this.facility = facilityNumber(options.facility ?? 'user')
    this.ident = options.ident ?? ''
    this.#isRfc5424 = options.format === 'rfc5424'
    const isConnection = typeof this.address !== 'string' && (options.transport ?? 'udp') !== 'udp'
    const framing = options.framing ?? (this.#isRfc5424 ? 'octet-counting' : 'nul')
    this.#countsOctets = isConnection && framing === 'octet-counting'
    this.appendNul = options.appendNul ?? (isConnection ? framing === 'nul' : !this.#isRfc5424)
    this.#transport = makeTransport(this.address, options, this.timeoutMs)
  }

  emit(record: LogRecord): void {
    const formatted = this.format(record)
    const text = this.redactor === undefined ? formatted : this.redactor.redactText(formatted)
    const priority = encodePriority(this.facility, this.mapPriority(record.levelname))
    const message = this.#isRfc5424
      ? this.#rfc5424(record, priority, text)
      : pythonSyslogMessage(priority, this.ident + text, this.appendNul)
    const bytes = Buffer.from(message)
    this.enqueue(this.#countsOctets ? octetCounted(bytes) : bytes)
  }

  /** Returns the severity for the name of a level; `warning` for one that is not known. Override it to map more. */
  mapPriority(levelName: string): SyslogSeverity {
    return severities.get(levelName) ?? 'warning'
  }

  /** Sends what waits: by UDP and datagram sockets at once, over connections from another process. */
  override flushSync(): void {
    const transport = this.#transport
    if (transport.sendSync === undefined) return super.flushSync()
    const underway = this.queue.isWaiting ? 0 : 1
    for (const message of this.queue.takeAll().slice(underway))
      if (!transport.sendSync(message)) this.countLoss('undelivered')
  }

  override async close(): Promise<void> {
    await super.close()
    this.#transport.close()
  }

  protected override get receiver(): string {
    return `syslog at ${typeof this.address === 'string' ? this.address : this.address.join(':')}`
  }

  protected override async deliver(message: Buffer): Promise<DeliveryOutcome> {
    await this.#transport.send(message)
    return 'delivered'
  }

  protected override get lateReceiver(): LateReceiver | undefined {
    if (typeof this.address === 'string') return undefined
    const [host, port] = this.address
    const { transport, tls } = this.#options
    return transport === 'tls'
      ? { kind: 'tls', connect: { ...tls, host, port } }
      : { kind: 'plain', connect: { host, port } }
  }

  #rfc5424(record: LogRecord, priority: number, text: string): string {
    const header = {
      priority,
      appName: this.ident.replace(/[:\s]+$/, ''),
      structuredData: this.#options.structuredData?.(record),
    }
    return rfc5424Message(header, record, text) + (this.appendNul ? '\0' : '')
  }
}

function makeTransport(
  address: SyslogAddress,
  options: SyslogHandlerOptions,
  timeoutMs: number,
): SyslogTransport {
  if (typeof address === 'string')
    return new SyslogUnix({ path: address, ident: options.ident ?? '', timeoutMs, load: options.load })
  const [host, port] = address
  if (options.transport === 'tcp')
    return new SyslogStream({ kind: 'plain', connect: { host, port } }, timeoutMs)
  if (options.transport === 'tls')
    return new SyslogStream({ kind: 'tls', connect: { ...options.tls, host, port } }, timeoutMs)
  return new SyslogUdp(host, port)
}
