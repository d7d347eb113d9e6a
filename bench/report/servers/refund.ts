/** Something that was bought, and whether it can be given back. */
interface Order {
  readonly id: string
  readonly items: readonly string[]
  readonly days: number
}

/** Fails with an error that is thrown on purpose. */
export function refund(customer: string): string {
  const order: Order = { id: `of ${customer}`, items: ['desk lamp', 'bulb'], days: 40 }
  return checkAge(order)
}

function checkAge(order: Order): string {
  const limit = 30
  if (order.days > limit) throw new RangeError(`The order is older than ${limit} days`)
  return order.id
}
