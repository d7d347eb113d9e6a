import type { Exchange } from './exchange.ts'
import type { Refusal } from './refusal.ts'
import { jsonReply, type Reply } from './reply.ts'

/** Answers Relay's health checks: `live` always, `ready` when requests would be taken. */
export function answerHealthcheck({ route, deps }: Exchange): Promise<Reply | Refusal> {
  const closed = route.endpoint === 'ready' ? deps.admission.closedBecause() : undefined
  return Promise.resolve(jsonReply({ is_healthy: closed === undefined }, { status: closed ? 503 : 200 }))
}
