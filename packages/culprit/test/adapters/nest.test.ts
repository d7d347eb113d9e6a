import 'reflect-metadata'
import type { ServerResponse } from 'node:http'
import { describeAdapter, type ContractRoute } from '@culprit/testkit'
import {
  Body,
  Controller,
  Get,
  Module,
  Post,
  Res,
  UseFilters,
  type ArgumentsHost,
  type Type,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { attach, scopeFilter } from 'culprit/nest'
import { writeAndFail } from '../../../../examples/conformance/shared/streams.ts'
import { contractHarness, type ContractParts } from './support/contract-app.ts'
import { served, type Served } from './support/serve.ts'

/** Express's response, or Fastify's reply. */
interface NestResponse {
  readonly raw?: ServerResponse | undefined
  status(code: number): NestResponse
  header(name: string, value: string): NestResponse
  send(body: unknown): unknown
}

/** Makes a controller with one method a route, as decorators would. */
function controllerOf(prefix: string, routes: readonly ContractRoute[]): Type {
  class Routes {}
  for (const { path, run } of routes) {
    const value = (response: NestResponse): unknown => {
      const answer = run((name, header) => void response.header(name, header))
      return answer instanceof Promise ? answer : response.send(answer)
    }
    const descriptor: PropertyDescriptor = { value, configurable: true }
    Object.defineProperty(Routes.prototype, path, descriptor)
    Res()(Routes.prototype, path, 0)
    Get(path)(Routes.prototype, path, descriptor)
  }
  Controller(prefix)(Routes)
  return Routes
}

class Streams {
  stream(response: ServerResponse & NestResponse): Promise<void> {
    return writeAndFail(response.raw ?? response)
  }

  upload(body: unknown): unknown {
    return body
  }
}
Res()(Streams.prototype, 'stream', 0)
Get('stream')(Streams.prototype, 'stream', Object.getOwnPropertyDescriptor(Streams.prototype, 'stream') ?? {})
Body()(Streams.prototype, 'upload', 0)
Post('upload')(
  Streams.prototype,
  'upload',
  Object.getOwnPropertyDescriptor(Streams.prototype, 'upload') ?? {},
)
Controller()(Streams)

async function mount(
  platform: ExpressAdapter | FastifyAdapter,
  { errors, admin, routes, adminRoutes }: ContractParts<ArgumentsHost>,
): Promise<Served> {
  const adminController = controllerOf('admin', adminRoutes)
  UseFilters(scopeFilter(admin))(adminController)
  class App {}
  Module({ controllers: [controllerOf('', routes), adminController, Streams] })(App)
  const app = attach(await NestFactory.create(App, platform, { logger: false }), errors)
  await app.listen(0, '127.0.0.1')
  return served(app.getHttpServer())
}

const native = (_error: Error, host: ArgumentsHost): unknown =>
  host.switchToHttp().getResponse<NestResponse>().status(409).header('X-Form', 'native').send('native')

describeAdapter(
  contractHarness<ArgumentsHost>({
    name: 'nest on express',
    native,
    mount: (parts) => mount(new ExpressAdapter(), parts),
  }),
)
describeAdapter(
  contractHarness<ArgumentsHost>({
    name: 'nest on fastify',
    native,
    mount: (parts) => mount(new FastifyAdapter(), parts),
  }),
)
