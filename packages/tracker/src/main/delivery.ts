import type { Config } from '../config/config.ts'
import type { OutboxStore } from '../ports/outbox-store.ts'
import type { ReadModels } from '../ports/read-models.ts'
import { createDeliverer, type Deliverer } from '../notify/deliver.ts'
import { createSmtpMailer } from '../notify/channels/mail.ts'
import { createMailRenderer } from '../notify/mail-renderer.ts'

export interface DeliveryOptions {
  readonly config: Config
  readonly outbox: OutboxStore
  readonly reads: ReadModels
  onError(where: string, error: unknown): void
}

/** The deliverer, which cannot start before the base URL is known: links in mails are made from it. */
export interface Delivery {
  start(baseUrl: string): void
  wake(): void
  close(): Promise<void>
}

/** Returns the delivery of what the outbox holds. */
export function createDelivery({ config, outbox, reads, onError }: DeliveryOptions): Delivery {
  let deliverer: Deliverer | undefined
  return {
    start(baseUrl) {
      const from = config.mailFrom ?? `culprit@${new URL(baseUrl).hostname}`
      deliverer = createDeliverer({
        outbox,
        mailer: config.smtpUrl === undefined ? undefined : createSmtpMailer({ url: config.smtpUrl, from }),
        render: createMailRenderer({ reads, baseUrl }),
        clock: Date.now,
        onError: (error) => {
          onError('delivery', error)
        },
      })
      deliverer.wake()
    },
    wake() {
      deliverer?.wake()
    },
    async close() {
      await deliverer?.close()
    },
  }
}
