import { describe, expect, it } from 'vitest'
import { DeliveryQueue, type DeliveryOutcome } from './delivery-queue.ts'

interface Trial {
  readonly queue: DeliveryQueue
  readonly delivered: string[]
  readonly losses: string[]
  readonly outages: unknown[]
}

/** A queue whose attempts end as `outcomes` say, one after the other; delivered after them. */
function trial(
  outcomes: (DeliveryOutcome | Error)[],
  options: { maxMessages?: number; maxBytes?: number; attempts?: number } = {},
): Trial {
  const delivered: string[] = []
  const losses: string[] = []
  const outages: unknown[] = []
  const queue = new DeliveryQueue({
    ...options,
    deliver: async (message) => {
      const outcome = outcomes.shift() ?? 'delivered'
      if (outcome instanceof Error) throw outcome
      if (outcome === 'delivered') delivered.push(message.toString())
      return outcome
    },
    onLoss: (reason, messages) => void losses.push(`${reason} ${messages}`),
    onOutage: (reason) => void outages.push(reason),
  })
  return { queue, delivered, losses, outages }
}

const add = (queue: DeliveryQueue, ...texts: readonly string[]): void => {
  for (const text of texts) queue.add(Buffer.from(text))
}

describe('DeliveryQueue', () => {
  it('delivers in order', async () => {
    const { queue, delivered } = trial([])
    add(queue, 'a', 'b', 'c')
    await queue.flush()
    expect(delivered).toEqual(['a', 'b', 'c'])
  })

  it('keeps what failed at the front', async () => {
    const { queue, delivered, outages } = trial([new Error('down')])
    add(queue, 'a', 'b')
    await queue.flush()
    expect(delivered).toEqual(['a', 'b'])
    expect(outages).toHaveLength(1)
  })

  it('announces each outage once', async () => {
    const down = new Error('down')
    const { queue, outages } = trial([down, down, 'delivered', down])
    add(queue, 'a')
    await queue.flush()
    await queue.flush()
    add(queue, 'b')
    await queue.flush()
    expect(outages).toHaveLength(2)
  })

  it('drops the oldest when full, by messages and by bytes', async () => {
    const byMessages = trial([], { maxMessages: 2 })
    add(byMessages.queue, 'a', 'b', 'c', 'd')
    await byMessages.queue.flush()
    // The first was on its way, so it is not the one that is dropped.
    expect(byMessages.delivered).toEqual(['a', 'd'])
    expect(byMessages.losses).toEqual(['queue-full 1', 'queue-full 1'])
    const byBytes = trial([], { maxBytes: 4 })
    add(byBytes.queue, 'aaaaa')
    expect(byBytes.losses).toEqual(['queue-full 1'])
  })

  it('gives up what is refused, and what had its attempts', async () => {
    const { queue, delivered, losses } = trial(['refused', 'retry', 'retry'], { attempts: 2 })
    add(queue, 'a', 'b', 'c')
    await queue.flush()
    expect(delivered).toEqual(['c'])
    expect(losses).toEqual(['refused 1', 'undelivered 1'])
  })

  it('a flush ends after two failures and leaves the rest waiting', async () => {
    const { queue, delivered, losses } = trial(Array.from({ length: 5 }, () => new Error('down')))
    add(queue, 'a', 'b')
    await queue.flush()
    expect(queue.length).toBe(2)
    expect(queue.isWaiting).toBe(true)
    await queue.close()
    expect(delivered).toEqual([])
    expect(losses).toEqual(['undelivered 2'])
  })

  it('loses, counted, what is added after close', async () => {
    const { queue, losses } = trial([])
    await queue.close()
    add(queue, 'late')
    expect(losses).toEqual(['undelivered 1'])
  })
})
