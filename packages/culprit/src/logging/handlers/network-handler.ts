import { createRedactor, type Redactor } from '@culprit/redact'
import type { Formatter } from '../formatter.ts'
import { Handler } from '../handler.ts'
import type { LevelInput } from '../level.ts'
import { writeStderr } from '../stderr.ts'
import { deliverWithout } from '../suppression.ts'
import { DeliveryQueue, type DeliveryOutcome } from './delivery-queue.ts'

/** What handlers that send over a network share. */
export interface NetworkHandlerOptions {
  readonly level?: LevelInput | undefined
  readonly formatter?: Formatter | undefined
  /** How many messages may wait. @default 1000 */
  readonly maxMessages?: number | undefined
  /** How many bytes may wait. @default 5 MiB */
  readonly maxBytes?: number | undefined
  /** Removes secrets from what is sent; false sends it as it is. @default the rules of `@culprit/redact` */
  readonly redactor?: Redactor | false | undefined
  /** The deadline of one connection or request, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined
}

/**
 * The base of handlers that send over a network: `emit` puts bytes into a bounded queue and returns; they are sent
 * one after the other. A receiver that is down is announced once on stderr per outage. Losses are counted as
 * `queue-full`, `refused` and `undelivered`. Records that sending itself logs are not sent. Secrets are removed from
 * what leaves the machine unless `redactor` is false.
 */
export abstract class NetworkHandler extends Handler {
  protected readonly timeoutMs: number
  /** Undefined when records are sent as they are. */
  protected readonly redactor: Redactor | undefined
  protected readonly queue: DeliveryQueue

  constructor(options: NetworkHandlerOptions & { readonly attempts?: number | undefined }) {
    super()
    this.timeoutMs = options.timeoutMs ?? 5000
    this.redactor = options.redactor === false ? undefined : (options.redactor ?? createRedactor())
    if (options.level !== undefined) this.setLevel(options.level)
    if (options.formatter !== undefined) this.setFormatter(options.formatter)
    const { maxMessages, maxBytes, attempts } = options
    this.queue = new DeliveryQueue({
      maxMessages,
      maxBytes,
      attempts,
      deliver: (message) => deliverWithout(this, () => this.deliver(message)),
      onLoss: (reason, messages) => this.countLoss(reason, messages),
      onOutage: (reason) => this.#announce(reason),
    })
  }

  /** Sends one message within `timeoutMs`; rejects when the receiver cannot be reached. */
  protected abstract deliver(message: Buffer): Promise<DeliveryOutcome>

  /** Names the receiver in the announcement of an outage; without credentials. */
  protected abstract get receiver(): string

  /** Resolves when everything is sent or given up, after five seconds at the latest. */
  override flush(): Promise<void> {
    return this.queue.flush()
  }

  override async close(): Promise<void> {
    await this.queue.close()
  }

  #announce(reason: unknown): void {
    if (!this.reportsFailures) return
    const text = reason instanceof Error ? reason.message || reason.name : String(reason)
    writeStderr(`culprit: cannot send log records to ${this.receiver} (${text}).\n`)
  }
}
