import { createServer } from 'node:http'
import { culprit, currentScope } from 'culprit'
import { attach, type ExpressContext } from 'culprit/express'
import express from 'express'
import { listen } from '../../handlers/servers/contestant.ts'
import { addRoutes, type StartShop } from './shop-server.ts'

/** The shop as examples/shop has it: error pages, a logger on stderr, and reports with local variables. */
export const start: StartShop = (dsn) => {
  const errors = culprit<ExpressContext>({ name: 'shop', dsn, report: { spoolDir: false } })
  const app = attach(express(), errors)
  addRoutes(app, (id) => void currentScope().setUser({ id }))
  return listen(createServer(app))
}
