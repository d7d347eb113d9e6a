import { createServer } from 'node:http'
import express, { type ErrorRequestHandler } from 'express'
import { listen } from '../../handlers/servers/contestant.ts'
import { addRoutes, answerError, type StartShop } from './shop-server.ts'

const handleError: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(500).type('text/plain').send(answerError(error))
}

/** The shop that tells nobody of its errors. */
export const start: StartShop = () => {
  const app = express()
  addRoutes(app, () => undefined)
  app.use(handleError)
  return listen(createServer(app))
}
