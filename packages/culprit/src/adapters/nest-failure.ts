import type { ArgumentsHost } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Errors } from '../handlers/errors.ts'
import type { Framework } from '../handlers/incident.ts'
import { NotFound } from '../http/client-errors.ts'
import { answerThrough, watchAnswer } from './express-answer.ts'
import { rememberFailure } from './nest-host.ts'
import { fastifyWriter, isFastifyReply } from './nest-reply.ts'
import { answerFailure } from './node-dispatch.ts'
import type { NodeExchange } from './node-request.ts'

/** An error that Nest gave to a filter. */
export interface NestFailure {
  readonly errors: Errors<ArgumentsHost>
  /** Full names of the scopes of the controller, innermost first. */
  readonly scopes: readonly string[]
  readonly host: ArgumentsHost
}

/** Answers a request of Nest that failed, through the framework that Nest runs on. Never rejects. */
export function answerNestFailure(
  thrown: unknown,
  { errors, scopes, host }: NestFailure,
): Promise<void> | undefined {
  const { req, res } = argumentsOf(host)
  const exchange = exchangeOf({ req, res })
  rememberFailure(exchange.req, { host, scopes })
  if (!isFastifyReply(res) && !res.headersSent) watchAnswer(res)
  return answerFailure(isUnmatched(thrown, exchange) ? new NotFound({ cause: thrown }) : thrown, {
    errors,
    exchange,
    parsed: req,
    scopes,
    context: host,
    framework,
    writer: isFastifyReply(res) ? fastifyWriter(res) : undefined,
  })
}

/** `request` and `response` of Express, of Fastify, or of `node:http` where Fastify runs middleware. */
interface NestArguments {
  readonly req: IncomingMessage | { readonly raw: IncomingMessage }
  readonly res: ServerResponse | FastifyReply
}

function argumentsOf(host: ArgumentsHost): NestArguments {
  const http = host.switchToHttp()
  return {
    req: http.getRequest<NestArguments['req']>(),
    res: http.getResponse<NestArguments['res']>(),
  }
}

/** Nest's router throws an exception that tells method and URL where no route matched; HEAD's would differ from GET's. */
function isUnmatched(thrown: unknown, { req }: NodeExchange): boolean {
  try {
    const isNotFound = thrown instanceof Error && thrown.name === 'NotFoundException'
    return isNotFound && thrown.message === `Cannot ${req.method} ${req.originalUrl ?? req.url}`
  } catch {
    // A revoked proxy.
    return false
  }
}

function exchangeOf({ req, res }: NestArguments): NodeExchange {
  return { req: 'raw' in req ? req.raw : req, res: isFastifyReply(res) ? res.raw : res }
}

/** An error handler has answered once the response has begun, or when it returns the response to say that it will. */
const framework: Framework<ArgumentsHost> = {
  answerFrom: (value, host) => {
    const { res } = argumentsOf(host)
    if (!isFastifyReply(res)) return answerThrough(value, res)
    const answered = value === res || (value === undefined && (res.sent || res.raw.headersSent))
    return answered ? { kind: 'native', value } : undefined
  },
}
