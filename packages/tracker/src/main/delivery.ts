import type { Config } from '../config/config.ts'
import type { ChannelDelivery } from '../notify/channel-delivery.ts'
import { createSmtpMailer } from '../notify/channels/mail.ts'
import { createDeliverer, type Deliverer, type DelivererDeps } from '../notify/deliver.ts'
import type { DestinationStore } from '../ports/destination-store.ts'
import type { OutboxOutcome, OutboxStore } from '../ports/outbox-store.ts'
import type { ReadModels } from '../ports/read-models.ts'
import type { DeliveredNote } from './messages.ts'
import { once } from './once.ts'
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
  const renderer = once(async () => {
    const { createMailRenderer } = await import('../notify/mail-renderer.ts')
    return createMailRenderer({ reads, baseUrl, linkKey })
  })
  return createDeliverer({
    ...common(options),
    mailer: config.smtpUrl === undefined ? undefined : createSmtpMailer({ url: config.smtpUrl, from, keep }),
    maxParallel: parallelMails,
    render: async (row) => (await renderer())(row),
    onOutcome: ({ state }) => {
      onAttempt({ channel: 'mail', outcome: mailOutcomes[state] })
    },
  })
}

function startChannels(options: DeliveryOptions, baseUrl: string): Deliverer {
  const channels = once(() => openChannels(options, baseUrl))
  return createDeliverer({
    ...common(options),
    mailer: undefined,
    render: async () => undefined,
    channels: {
      pausedUntil: async (row) => (await channels()).pausedUntil(row),
      send: async (row, signal) => (await channels()).send(row, signal),
    },
    maxParallel: parallelChannels,
  })
}

async function openChannels(options: DeliveryOptions, baseUrl: string): Promise<ChannelDelivery> {
  const { config, reads, destinations, onAttempt } = options
  const [{ createChannelContent }, { createChannelDelivery }] = await Promise.all([
    import('../notify/channel-content.ts'),
    import('../notify/channel-delivery.ts'),
  ])
  return createChannelDelivery({
    ...sending(config),
    store: destinations,
    content: createChannelContent({ reads, baseUrl }),
    onAttempt: (channel, outcome) => {
      onAttempt({ channel, outcome })
    },
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
