import { createServer } from 'node:http'
import { culprit } from 'culprit'
import { attach, type ExpressContext } from 'culprit/express'
import { abort } from 'culprit/http'
import express, { type ErrorRequestHandler } from 'express'
import express4 from 'express-4'
import { type Contestant, listen, Missing, missingText } from './contestant.ts'

const handleMissing: ErrorRequestHandler = (error, _request, response, next) => {
  if (error instanceof Missing) response.status(404).type('text/plain').send(missingText)
  else next(error)
}

/** Express 5, whose handlers may be async. */
export const express5: Contestant = {
  bare: () => {
    const app = express()
    app.get('/ok', async (_request, response) => void response.send('ok'))
    app.get('/missing', async () => {
      throw new Missing()
    })
    app.use(handleMissing)
    return listen(createServer(app))
  },
  culprit: () => {
    const errors = culprit<ExpressContext>()
    const app = attach(express(), errors)
    app.get('/ok', async (_request, response) => void response.send('ok'))
    app.get('/missing', async () => abort(404))
    errors.registerErrorHandler(404, () => [missingText, 404])
    return listen(createServer(app))
  },
}

/** Express 4, which ignores what becomes of an async handler: the one that throws is sync. */
export const express4Contestant: Contestant = {
  bare: () => {
    const app = express4()
    app.get('/ok', async (_request, response) => void response.send('ok'))
    app.get('/missing', () => {
      throw new Missing()
    })
    app.use(handleMissing)
    return listen(createServer(app))
  },
  culprit: () => {
    const errors = culprit<ExpressContext>()
    const app = attach(express4(), errors)
    app.get('/ok', async (_request, response) => void response.send('ok'))
    app.get('/missing', () => abort(404))
    errors.registerErrorHandler(404, () => [missingText, 404])
    return listen(createServer(app))
  },
}
