import { describeAdapter, type ContractRoute } from '@culprit/testkit'
import { attach, type ExpressContext } from 'culprit/express'
import express, { json, Router, type Express, type IRouter } from 'express'
import express4 from 'express-4'
import { writeAndFail } from '../../../../examples/conformance/shared/streams.ts'
import { contractHarness, type ContractParts } from './support/contract-app.ts'
import { serve, type Served } from './support/serve.ts'

interface ExpressRelease {
  readonly createApp: () => Express
  readonly createRouter: () => IRouter
}

function addRoutes(target: IRouter, routes: readonly ContractRoute[]): void {
  for (const { path, run } of routes)
    target.get(path, (_request, response) => {
      const answer = run((name, value) => response.setHeader(name, value))
      return answer instanceof Promise ? answer : void response.send(answer)
    })
}

function mount({
  createApp,
  createRouter,
}: ExpressRelease): (parts: ContractParts<ExpressContext>) => Promise<Served> {
  return ({ errors, admin, routes, adminRoutes }) => {
    const app = attach(createApp(), errors)
    const router = attach(createRouter(), admin)
    addRoutes(app, routes)
    addRoutes(router, adminRoutes)
    app.get('/stream', (_request, response) => writeAndFail(response))
    app.post('/upload', json(), (request, response) => void response.send(request.body))
    app.use('/admin', router)
    return serve(app)
  }
}

const native = (_error: Error, { res }: ExpressContext): unknown =>
  res.status(409).set('X-Form', 'native').send('native')

describeAdapter(
  contractHarness({ name: 'express 5', native, mount: mount({ createApp: express, createRouter: Router }) }),
)
describeAdapter(
  contractHarness({
    name: 'express 4',
    native,
    mount: mount({ createApp: express4, createRouter: express4.Router }),
  }),
)
