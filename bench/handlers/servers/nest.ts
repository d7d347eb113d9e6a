import 'reflect-metadata'
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
import { abort } from 'culprit/http'
import { attach } from 'culprit/nest'
import type { Response } from 'express'
import { type Contestant, missingText } from './contestant.ts'

/** Nest on Express with a global exception filter. */
export const contestant: Contestant = {
  bare: async () => {
    class Shop {
      async ok(): Promise<string> {
        return 'ok'
      }

      async missing(): Promise<string> {
        throw new NotFoundException()
      }
    }
    const app = await create(Shop)
    app.useGlobalFilters({
      catch: (error: unknown, host: ArgumentsHost) => {
        if (!(error instanceof HttpException)) throw error
        const response = host.switchToHttp().getResponse<Response>()
        response.status(error.getStatus()).type('text/plain').send(missingText)
      },
    })
    return start(app)
  },
  culprit: async () => {
    class Shop {
      async ok(): Promise<string> {
        return 'ok'
      }

      async missing(): Promise<string> {
        return abort(404)
      }
    }
    const errors = culprit<ArgumentsHost>()
    const app = attach(await create(Shop), errors)
    errors.registerErrorHandler(404, () => [missingText, 404])
    return start(app)
  },
}

/** What the decorators `@Controller()`, `@Get(...)` and `@Module(...)` would do. */
function create<T extends object>(shop: { new (): T; readonly prototype: T }): Promise<INestApplication> {
  for (const name of ['ok', 'missing']) {
    const descriptor = Object.getOwnPropertyDescriptor(shop.prototype, name)
    if (descriptor) Get(name)(shop.prototype, name, descriptor)
  }
  Controller()(shop)
  class AppModule {}
  Module({ controllers: [shop] })(AppModule)
  return NestFactory.create(AppModule, new ExpressAdapter(), { logger: false })
}

async function start(app: INestApplication): Promise<number> {
  await app.listen(0, '127.0.0.1')
  return Number(new URL(await app.getUrl()).port)
}
