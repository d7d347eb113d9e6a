import { createServer } from 'node:http'
import * as Sentry from '@sentry/node'
import type { ErrorRequestHandler } from 'express'
import { listen } from '../../handlers/servers/contestant.ts'
import { addRoutes, answerError, type StartShop } from './shop-server.ts'

const handleError: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(500).type('text/plain').send(answerError(error))
}

/** The shop with `@sentry/node` as its manual has it for Express, without tracing, with local variables. */
export const start: StartShop = async (dsn) => {
  Sentry.init({ dsn, includeLocalVariables: true })
  // It has to be initialised before Express is loaded.
  const { default: express } = await import('express')
  const app = express()
  addRoutes(app, (id) => Sentry.setUser({ id }))
  Sentry.setupExpressErrorHandler(app)
  app.use(handleError)
  return listen(createServer(app))
}
