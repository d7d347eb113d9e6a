// An ES module application with an unmodified SDK, loaded by --import; it dies of an exception that nobody catches.
import { setTimeout as sleep } from 'node:timers/promises'

function readPrice(sku, prices) {
  const found = prices.get(sku)
  if (found === undefined) throw new RangeError(`No price for ${sku}`)
  return found
}

function checkout(skus) {
  const prices = new Map([['SKU-1', 5]])
  try {
    return skus.map((sku) => readPrice(sku, prices))
  } catch (cause) {
    throw new Error('Checkout failed', { cause })
  }
}

// The SDK needs about a second after the start before it sees local variables; busy machines need longer.
await sleep(2000)
setTimeout(() => checkout(['SKU-1', 'SKU-2']), 10)
