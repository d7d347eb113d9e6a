// A small shop that reports its failures: CULPRIT_DSN=... PORT=3000 node examples/shop/app.ts
// Without CULPRIT_DSN it works the same and reports nothing.
import { culprit, currentScope } from 'culprit'
import { attach, type ExpressContext } from 'culprit/express'
import express, { type Request } from 'express'
import { totalOf } from './cart.ts'
import { pay } from './gateway.ts'
import { startStockJob } from './stock-job.ts'
import { findUser } from './users.ts'

const errors = culprit<ExpressContext>({ name: 'shop' })
const app = attach(express(), errors)

app.use((request, _response, next) => {
  currentScope().setUser({ id: nameOf(request) })
  next()
})

app.get('/', (_request, response) => {
  const links = ['ok', 'checkout', 'pay', 'crash', 'exit'].map((name) => `<li><a href="/${name}">${name}</a>`)
  response.send(`<!doctype html><title>Shop</title><h1>Shop</h1><ul>${links.join('')}</ul>`)
})
app.get('/ok', (_request, response) => {
  response.send('ok')
})
app.get('/checkout', (request, response) => {
  const user = findUser(nameOf(request))
  response.send(`${user.name} pays ${totalOf(user)}`)
})
app.get('/pay', async (request, response) => {
  response.send(await pay(nameOf(request), 42))
})
app.get('/crash', (_request, response) => {
  setTimeout(() => {
    throw new Error('The stock file is broken')
  }, 10)
  response.send('The shop ends in a moment.')
})
app.get('/exit', () => {
  errors.captureException(new Error('The shop has to close'))
  process.exit(1)
})

startStockJob(errors.logger)

const server = app.listen(Number(process.env['PORT'] ?? 3000), () => {
  const address = server.address()
  console.log(`listening on ${typeof address === 'object' ? address?.port : address}`)
})

function nameOf({ query }: Request): string {
  return typeof query['user'] === 'string' ? query['user'] : 'ada'
}
