import type { Express, Request } from 'express'
import { totalOf } from '../../../examples/shop/cart.ts'
import { findUser } from '../../../examples/shop/users.ts'
import { refund } from './refund.ts'

/** One way to run the shop of examples/: returns its port. */
export type StartShop = (dsn: string) => Promise<number>

/** Adds routes of the shop, and one more that fails; `setUser` tells whoever reports who is signed in. */
export function addRoutes(app: Express, setUser: (id: string) => void): void {
  app.use((request, _response, next) => {
    setUser(nameOf(request))
    next()
  })
  app.get('/ok', (_request, response) => {
    response.send('ok')
  })
  app.get('/checkout', (request, response) => {
    const user = findUser(nameOf(request))
    response.send(`${user.name} pays ${totalOf(user)}`)
  })
  app.get('/refund', (request, response) => {
    response.send(refund(nameOf(request)))
  })
}

/** What the shops without culprit do with an error themselves: write its stack, and answer. */
export const answerError = (error: unknown): string => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  return 'Internal Server Error'
}

function nameOf({ query }: Request): string {
  return typeof query['user'] === 'string' ? query['user'] : 'ada'
}
