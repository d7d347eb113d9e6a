import type { RequestInfo } from '../../domain/event.ts'
import type { Json, JsonObject } from '../../domain/json.ts'
import type { EventFacts } from './event-facts.ts'
import { parseUserAgent } from './user-agent.ts'

/** Where a User-Agent can come from, and whose it then is. */
export interface AgentFacts {
  readonly platform: string
  readonly request: RequestInfo | undefined
  readonly facts: EventFacts
}

/**
 * Adds the browser and the operating system that the User-Agent names, unless the SDK sent them. On a server's event
 * the system of the visitor is called `client_os`, since `os` is the server's.
 */
export function addInferredContexts(
  contexts: Record<string, JsonObject>,
  { platform, request, facts }: AgentFacts,
): void {
  const inBrowser = platform === 'javascript'
  const header = request?.headers.find(([name]) => name === 'User-Agent')?.[1]
  const agent = header ?? (inBrowser ? facts.userAgent : undefined)
  if (agent === undefined || agent === '') return
  const { browser, os } = parseUserAgent(agent)
  if (browser && contexts['browser'] === undefined) contexts['browser'] = contextOf('browser', browser)
  if (os && inBrowser && contexts['os'] === undefined) contexts['os'] = contextOf('os', os)
  if (os && !inBrowser && contexts['client_os'] === undefined) contexts['client_os'] = contextOf('os', os)
}

function contextOf(
  type: string,
  { name, version }: { readonly name: string; readonly version?: string | undefined },
): JsonObject {
  const context: Record<string, Json> = { type, name }
  if (version !== undefined) context['version'] = version
  return context
}
