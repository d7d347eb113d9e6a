import { createServer } from 'node:http'
import { culprit } from 'culprit'
import { attach, type ExpressContext } from 'culprit/express'
import { abort } from 'culprit/http'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import express4 from 'express-4'
import createError from 'http-errors'
import { type Contestant, Missing, missingText, type Start, started, statusOf } from './contestant.ts'

const handleMissing: ErrorRequestHandler = (error, _request, response, next) => {
  if (statusOf(error) === 404) response.status(404).type('text/plain').send(missingText)
  else next(error)
}

/** An application of Express 4 or 5. */
type Create = () => ReturnType<typeof express>

function bare(create: Create, missing: RequestHandler): Start {
  return () => {
    const app = create()
    app.get('/ok', async (_request, response) => void response.send('ok'))
    app.get('/missing', missing)
    app.use(handleMissing)
    return started(createServer(app))
  }
}

function guarded(create: Create, missing: RequestHandler): Start {
  return () => {
    const errors = culprit<ExpressContext>()
    const app = attach(create(), errors)
    app.get('/ok', async (_request, response) => void response.send('ok'))
    app.get('/missing', missing)
    errors.registerErrorHandler(404, () => [missingText, 404])
    return started(createServer(app))
  }
}

/** Express 5, whose handlers may be async, with the errors of http-errors, which Express makes its own with. */
export const express5: Contestant = {
  own: bare(express, async () => {
    throw createError(404)
  }),
  least: bare(express, async () => {
    throw new Missing()
  }),
  culprit: guarded(express, async () => abort(404)),
}

/** Express 4, which ignores what becomes of an async handler: the one that throws is sync. */
export const express4Contestant: Contestant = {
  own: bare(express4, () => {
    throw createError(404)
  }),
  least: bare(express4, () => {
    throw new Missing()
  }),
  culprit: guarded(express4, () => abort(404)),
}
