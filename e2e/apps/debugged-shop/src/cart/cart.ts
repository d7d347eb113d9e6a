export class Product {
  readonly id: number
  readonly name: string
  readonly price: number
  readonly category: string

  constructor(id: number, name: string, price: number, category = 'light') {
    this.id = id
    this.name = name
    this.price = price
    this.category = category
  }

  get label(): string {
    return `${this.name} #${this.id}`
  }
}

export interface CartItem {
  readonly quantity: number
  readonly product: Product
}

export interface Coupon {
  readonly code: string
  readonly percent: number
  readonly expires: Date
}

export class Cart {
  readonly id: string
  readonly items: CartItem[]
  readonly currency = 'EUR'

  constructor(id: string, items: CartItem[]) {
    this.id = id
    this.items = items
  }
}
