import type { User } from './users.ts'

/** What somebody is about to buy. */
interface Cart {
  readonly items: readonly { readonly name: string; readonly price: number }[]
  /** Missing when there is none, which the checkout has forgotten. */
  readonly coupon?: { readonly percent: number }
}

/** Returns what a user's cart costs. */
export function totalOf(user: User): number {
  const cart: Cart = {
    items: [
      { name: 'desk lamp', price: 30 },
      { name: 'bulb', price: 12 },
    ],
  }
  return priceAfterCoupon(cart, user)
}

/** Fails with a TypeError: it takes for granted that there is a coupon. */
function priceAfterCoupon(cart: Cart, user: User): number {
  const price = cart.items.reduce((sum, item) => sum + item.price, 0)
  const { percent } = cart.coupon as { readonly percent: number }
  return user.name === '' ? price : price * (1 - percent / 100)
}
