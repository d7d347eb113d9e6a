import type { DataCategory } from '@culprit/wire'
import type { ProjectKey } from '../domain/project.ts'
import { requireKey } from './authenticate.ts'
import type { Exchange } from './exchange.ts'
import type { Endpoint } from './match-route.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { jsonReply, type Reply, reply } from './reply.ts'
import { unwantedOf } from './unwanted.ts'

const categories: Partial<Readonly<Record<Endpoint, DataCategory>>> = {
  cron: 'monitor',
  otlp: 'span',
  nel: 'default',
  unreal: 'error',
  playstation: 'error',
}

/**
 * Answers the endpoints whose data an error tracker has no use for: accepted, counted and dropped, without limits
 * (a check-in must never get 429). The body is not read.
 */
export function takeAndDrop(exchange: Exchange): Promise<Reply | Refusal> {
  const { route, deps, note } = exchange
  const category = categories[route.endpoint] ?? 'default'
  note.category = category
  note.items = [route.endpoint]
  const key = requireKey(exchange)
  if (isRefusal(key)) return Promise.resolve(key)
  deps.outcomes.add({ projectId: key.projectId, reason: 'unsupported-item', category, quantity: 1 })
  note.reason = `${route.endpoint} data is counted and dropped`
  return Promise.resolve(answerOf(exchange, key))
}

function answerOf(exchange: Exchange, key: ProjectKey): Reply {
  const { endpoint } = exchange.route
  const unwanted = unwantedOf(exchange, key)
  if (endpoint === 'cron') return jsonReply({}, { status: 202, unwanted })
  return endpoint === 'otlp' ? jsonReply({}, { unwanted }) : reply(200, 'text/plain')
}
