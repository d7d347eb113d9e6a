import 'reflect-metadata'
import type { Server } from 'node:http'
import {
  type ArgumentsHost,
  Controller,
  Get,
  HttpException,
  type INestApplication,
  Module,
  NotFoundException,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { culprit } from 'culprit'
import { NotFound } from 'culprit/http'
import { attach } from 'culprit/nest'
import type { Response } from 'express'
import { type Contestant, Missing, missingText, type Start, statusOf } from './contestant.ts'

function bare(missing: () => Promise<string>): Start {
  return async () => {
    const app = await create(missing)
    app.useGlobalFilters({
      catch: (error: unknown, host: ArgumentsHost) => {
        if (!isMissing(error)) throw error
        const response = host.switchToHttp().getResponse<Response>()
        response.status(404).type('text/plain').send(missingText)
      },
    })
    return start(app)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof HttpException ? error.getStatus() === 404 : statusOf(error) === 404
}

/** Nest on Express with a global exception filter and its own errors. */
export const contestant: Contestant = {
  own: bare(async () => {
    throw new NotFoundException()
  }),
  least: bare(async () => {
    throw new Missing()
  }),
  culprit: async () => {
    const errors = culprit<ArgumentsHost>()
    const app = attach(await create(throwNotFound), errors)
    errors.registerErrorHandler(404, () => [missingText, 404])
    return start(app)
  },
}

async function throwNotFound(): Promise<string> {
  throw new NotFound()
}

/** What the decorators `@Controller()`, `@Get(...)` and `@Module(...)` would do. */
function create(missing: () => Promise<string>): Promise<INestApplication<Server>> {
  class Shop {
    async ok(): Promise<string> {
      return 'ok'
    }
  }
  Object.defineProperty(Shop.prototype, 'missing', { value: missing, writable: true, configurable: true })
  for (const name of ['ok', 'missing']) {
    const descriptor = Object.getOwnPropertyDescriptor(Shop.prototype, name)
    if (descriptor) Get(name)(Shop.prototype, name, descriptor)
  }
  Controller()(Shop)
  class AppModule {}
  Module({ controllers: [Shop] })(AppModule)
  return NestFactory.create(AppModule, new ExpressAdapter(), { logger: false })
}

async function start(app: INestApplication<Server>): ReturnType<Start> {
  await app.listen(0, '127.0.0.1')
  return app.getHttpServer()
}
