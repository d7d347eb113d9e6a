import { setTimeout } from 'node:timers/promises'

/** The payment gateway did not answer in time. */
class GatewayTimeout extends Error {
  override readonly name = 'GatewayTimeout'
}

/** A payment that did not go through. */
class PaymentError extends Error {
  override readonly name = 'PaymentError'
}

/** Pays, and fails, since the gateway never answers. */
export async function pay(customer: string, amount: number): Promise<string> {
  try {
    return await askGateway(amount)
  } catch (error) {
    throw new PaymentError(`Payment of ${amount} by ${customer} failed`, { cause: error })
  }
}

async function askGateway(amount: number): Promise<string> {
  const timeoutMs = 20
  await setTimeout(timeoutMs)
  throw new GatewayTimeout(`The gateway did not take ${amount} within ${timeoutMs} ms`)
}
