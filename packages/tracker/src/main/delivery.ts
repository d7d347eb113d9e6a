import type { Config } from '../config/config.ts'
import { createChannelContent } from '../notify/channel-content.ts'
import { createChannelDelivery } from '../notify/channel-delivery.ts'
import { createSmtpMailer } from '../notify/channels/mail.ts'
import { createDeliverer, type Deliverer, type DelivererDeps } from '../notify/deliver.ts'
import { createMailRenderer } from '../notify/mail-renderer.ts'
import type { DestinationStore } from '../ports/destination-store.ts'
import type { OutboxOutcome, OutboxStore } from '../ports/outbox-store.ts'
import type { ReadModels } from '../ports/read-models.ts'
import type { DeliveredNote } from './messages.ts'
import { sending } from './sending.ts'

export interface DeliveryOptions {
  readonly config: Config
  readonly outbox: OutboxStore
  readonly destinations: DestinationStore
  readonly reads: ReadModels
  /** Signs links in mails. */
  readonly linkKey: Uint8Array
  onAttempt(note: DeliveredNote): void
  onError(where: string, error: unknown): void
}

/** The deliverers, which cannot start before the base URL is known: links in messages are made from it. */
export interface Delivery {
  start(baseUrl: string): void
  wake(): void
  close(): Promise<void>
}

/** Mails under way at one time, and connections kept for them. */
const parallelMails = 2
/** Services that are sent to at one time; each gets one message after the other. */
const parallelChannels = 4

/** Returns the delivery of what the outbox holds: mails and other channels side by side. */
export function createDelivery(options: DeliveryOptions): Delivery {
  let deliverers: readonly Deliverer[] = []
  return {
    start(baseUrl) {
      deliverers = [startMail(options, baseUrl), startChannels(options, baseUrl)]
      for (const deliverer of deliverers) deliverer.wake()
    },
    wake() {
      for (const deliverer of deliverers) deliverer.wake()
    },
    async close() {
      await Promise.all(deliverers.map((deliverer) => deliverer.close()))
    },
  }
}

const mailOutcomes: Readonly<Record<OutboxOutcome['state'], DeliveredNote['outcome']>> = {
  sent: 'delivered',
  pending: 'retry',
  failed: 'failed',
  held: 'held',
}

function startMail(options: DeliveryOptions, baseUrl: string): Deliverer {
  const { config, reads, linkKey, onAttempt } = options
  const from = config.mailFrom ?? `culprit@${new URL(baseUrl).hostname}`
  const keep = { connections: parallelMails }
  return createDeliverer({
    ...common(options),
    mailer: config.smtpUrl === undefined ? undefined : createSmtpMailer({ url: config.smtpUrl, from, keep }),
    maxParallel: parallelMails,
    render: createMailRenderer({ reads, baseUrl, linkKey }),
    onOutcome: ({ state }) => {
      onAttempt({ channel: 'mail', outcome: mailOutcomes[state] })
    },
  })
}

function startChannels(options: DeliveryOptions, baseUrl: string): Deliverer {
  const { config, reads, destinations, onAttempt } = options
  const content = createChannelContent({ reads, baseUrl })
  return createDeliverer({
    ...common(options),
    mailer: undefined,
    render: async () => undefined,
    channels: createChannelDelivery({
      ...sending(config),
      store: destinations,
      content,
      onAttempt: (channel, outcome) => {
        onAttempt({ channel, outcome })
      },
    }),
    maxParallel: parallelChannels,
  })
}

function common({ outbox, onError }: DeliveryOptions): Pick<DelivererDeps, 'outbox' | 'clock' | 'onError'> {
  return {
    outbox,
    clock: Date.now,
    onError: (error) => {
      onError('delivery', error)
    },
  }
}
