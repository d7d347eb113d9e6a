import { createRedactor, type Redactor } from '@culprit/redact'
import type { Formatter } from '../formatter.ts'
import { Handler } from '../handler.ts'
import type { LevelInput } from '../level.ts'
import { writeStderr } from '../stderr.ts'
import { deliverWithout } from '../suppression.ts'
import { DeliveryQueue, type DeliveryOutcome } from './delivery-queue.ts'
import { exitFlush } from './exit-flush.ts'
import { type LateReceiver, sendLate } from './late-messages.ts'

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
  #release: (() => void) | undefined

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

  /** Queues a message, and sees to it that it is sent when the process ends. */
  protected enqueue(message: Buffer): void {
    const exit = exitFlush()
    this.queue.add(message)
    if (this.queue.length === 0) return
    this.#release ??= exit.add(this)
    // Nobody would flush once the process has told its listeners that it ends.
    if (exit.exiting) this.flushSync()
  }

  /**
   * Sends what waits from another process, which takes 0.1 s and at most two; what is under way may arrive twice. While
   * the receiver is away, messages wait on, until the process exits: then they are counted as `undelivered`, and told.
   */
  override flushSync(): void {
    const { lateReceiver, queue } = this
    if (queue.length === 0) return
    const mayTry = lateReceiver !== undefined && !queue.isWaiting
    if (!mayTry && !exitFlush().exiting) return
    const messages = queue.takeAll()
    const lost = messages.length - (mayTry ? sendLate(lateReceiver, messages) : 0)
    if (lost === 0) return
    this.countLoss('undelivered', lost)
    if (this.reportsFailures)
      writeStderr(`culprit: ${lost} log records were not sent to ${this.receiver} before the end.\n`)
  }

  /** Says where another process sends what waits when this one ends; undefined where it cannot. */
  protected get lateReceiver(): LateReceiver | undefined {
    return undefined
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
    this.#release?.()
    this.#release = undefined
  }

  #announce(reason: unknown): void {
    if (!this.reportsFailures) return
    const text = reason instanceof Error ? reason.message || reason.name : String(reason)
    writeStderr(`culprit: cannot send log records to ${this.receiver} (${text}).\n`)
  }
}
