/** A file of a shop: the place of the sample is line 15. */
export const checkoutSource: string = `import type { Cart, LineItem } from './cart.ts'
import { taxOf } from './tax.ts'

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })

/** What a customer pays, with the discount of the coupon in it. */
export class Checkout {
  readonly #rounding = 2

  totalOf(cart: Cart, coupon?: Coupon): string {
    const items = cart.items.filter((item) => item.quantity > 0)
    const discount = coupon?.appliesTo(cart) ? coupon.percent / 100 : 0
    // The dearest article decides on the rate of the delivery.
    const dearest = items.toSorted((a, b) => b.product.price - a.product.price)
    const rate = taxOf(dearest[0].product.category)
    const net = items.reduce((sum, item) => sum + item.quantity * item.product.price, 0)
    return euros.format(net * (1 - discount) * (1 + rate))
  }

  itemsOf(cart: Cart): readonly LineItem[] {
    return cart.items
  }
}
`

/** Another one, from line 41 on. */
export const routesSource: string = `router.post('/checkout', async (request, response) => {
  const cart = await carts.of(request.session.id)
  const coupon = await coupons.find(request.body.coupon)
  const user = request.session.user ?? null
  // Orders above 500 euros are looked at by a person.
  const total = checkout.totalOf(cart, coupon)
  const order = await orders.place({ cart, total, user })
  response.status(201).json({ id: order.id, total })
})
`

/** And what starts it. */
export const mainSource: string = `const app = express()
app.use(json())
app.use(session({ store }))
app.use('/', router)
app.listen(Number(process.env.PORT ?? 3000))
`
