import type { Culprit } from 'culprit'

const stock = new Map([
  ['desk lamp', 20],
  ['bulb', 500],
])

/** Starts the job that counts the stock every ten seconds. It does not keep the process alive. */
export function startStockJob(log: Culprit['logger']): void {
  setInterval(() => {
    for (const [item, count] of stock) if (count < 10) log.warning('stock of %s is low: %d left', item, count)
  }, 10_000).unref()
}
