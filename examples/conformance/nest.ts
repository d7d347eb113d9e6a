// Nest, with its decorators applied as functions: NEST_PLATFORM=express|fastify PORT=3000 node examples/conformance/nest.ts
import 'reflect-metadata'
import type { ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { Controller, Get, Module, Res, UseFilters, type ArgumentsHost } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { culprit } from 'culprit'
import { abort } from 'culprit/http'
import { attach, scopeFilter } from 'culprit/nest'
import { BodyOnly, CardDeclined, Clumsy, PageGone, PaymentError } from './shared/errors.ts'
import { registerHandlers } from './shared/handlers.ts'
import { raise } from './shared/raise.ts'
import { port, sayListening, withHandlers } from './shared/settings.ts'
import { writeAndFail } from './shared/streams.ts'

const errors = culprit<ArgumentsHost>()
const admin = errors.scope('admin')

class ShopController {
  forbidden(): void {
    abort(403)
  }

  teapot(): void {
    abort(418)
  }

  serverError(): void {
    abort(500)
  }

  response(): void {
    abort(new Response('custom', { status: 299 }))
  }

  gone(): void {
    throw new PageGone()
  }

  payment(): void {
    throw new PaymentError('no funds')
  }

  card(): void {
    throw new CardDeclined()
  }

  typeError(): void {
    throw new TypeError('not a function')
  }

  boom(): void {
    throw new RangeError('secret-7731')
  }

  async asyncBoom(): Promise<void> {
    await setImmediate()
    throw new RangeError('secret-7731')
  }

  text(): void {
    raise('just a string')
  }

  clumsy(): void {
    throw new Clumsy()
  }

  bodyOnly(): void {
    throw new BodyOnly()
  }

  /** With `@Res()` a handler answers itself: the response of Express, or the reply of Fastify around Node's. */
  stream(response: ServerResponse | { readonly raw: ServerResponse }): Promise<void> {
    return writeAndFail('raw' in response ? response.raw : response)
  }
}

class AdminController {
  forbidden(): void {
    abort(403)
  }

  notFound(): void {
    abort(404)
  }

  teapot(): void {
    abort(418)
  }

  typeError(): void {
    throw new TypeError('not a function')
  }
}

route(ShopController, {
  'abort/403': 'forbidden',
  'abort/418': 'teapot',
  'abort/500': 'serverError',
  'abort-response': 'response',
  gone: 'gone',
  payment: 'payment',
  card: 'card',
  'type-error': 'typeError',
  boom: 'boom',
  'async-boom': 'asyncBoom',
  'throw-string': 'text',
  clumsy: 'clumsy',
  'body-only': 'bodyOnly',
  stream: 'stream',
})
Res()(ShopController.prototype, 'stream', 0)
Controller()(ShopController)

route(AdminController, {
  forbidden: 'forbidden',
  'not-found': 'notFound',
  teapot: 'teapot',
  'type-error': 'typeError',
})
Controller('admin')(AdminController)
UseFilters(scopeFilter(admin))(AdminController)

class AppModule {}
Module({ controllers: [ShopController, AdminController] })(AppModule)

/** What `@Get(path)` above each method would do. */
function route<T>(
  controller: { readonly prototype: T },
  paths: Readonly<Record<string, string & keyof T>>,
): void {
  for (const [path, method] of Object.entries(paths)) {
    const descriptor = Object.getOwnPropertyDescriptor(controller.prototype, method)
    if (descriptor) Get(path)(controller.prototype as object, method, descriptor)
  }
}

if (withHandlers) registerHandlers(errors, admin)

const platform = process.env['NEST_PLATFORM'] === 'fastify' ? new FastifyAdapter() : new ExpressAdapter()
const app = attach(await NestFactory.create(AppModule, platform, { logger: false }), errors)
await app.listen(port)
sayListening(app.getHttpServer().address())
