import type { Cart, CartItem, Coupon } from './cart.ts'
import { taxOf } from './tax.ts'

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })

/** What a customer pays, with the discount of the coupon in it. */
export class Checkout {
  readonly #rounding = 2

  totalOf(cart: Cart, coupon?: Coupon): string {
    const items = cart.items.filter((item) => item.quantity > 0)
    const discount = coupon === undefined ? 0 : coupon.percent / 100
    // The dearest article decides on the tax of the delivery.
    const [dearest] = items.toSorted((a, b) => b.product.price - a.product.price) as [CartItem]
    const rate = taxOf(dearest.product.category)
    const net = items.reduce((sum, item) => sum + item.quantity * item.product.price, 0)
    return euros.format(Number((net * (1 - discount) * (1 + rate)).toFixed(this.#rounding)))
  }
}
