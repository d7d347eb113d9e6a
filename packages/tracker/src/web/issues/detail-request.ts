import { parseRequestMode, parseTraceMode, type RequestMode, type TraceMode } from '@culprit/view'
import type { ViewChoices } from './event-href.ts'

/** How an issue page is to be shown, from its address. */
export interface DetailRequest {
  readonly view: TraceMode
  readonly request: RequestMode
  /** Set when a certain event was asked for. */
  readonly eventId?: string | undefined
  /** The choices as they stand in the address, so that links keep them. */
  readonly choices: ViewChoices
}

/** Reads the query of an issue page. */
export function parseDetailRequest(query: URLSearchParams, eventId?: string): DetailRequest {
  const view = parseTraceMode(query.get('view'))
  const request = parseRequestMode(query.get('request'))
  return {
    view,
    request,
    eventId,
    choices: {
      view: query.has('view') ? view : undefined,
      request: query.has('request') ? request : undefined,
    },
  }
}
