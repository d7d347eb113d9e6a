import type { PageAccess } from '../../console-protocol.ts'
import type { ExpiredState } from '../expired-words.ts'

/** What the server says when it refuses. */
export interface Refusal {
  readonly error?: string
  readonly state?: ExpiredState['state']
  readonly pid?: number
  readonly started?: string
}

/** What came of a command. Status 0: there was no answer. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly status: number
      readonly reason: string
      readonly refusal: Refusal
      /** Seconds. */
      readonly retryAfter?: number
    }

/** The requests of the page. Undefined where the server could not be reached. */
export interface Wire {
  hasToken(): boolean
  useToken(token: string): void
  post(command: string, body: object): Promise<Response | undefined>
  get(path: string): Promise<{ readonly ok: boolean; readonly refusal: Refusal } | undefined>
}

/**
 * Creates the requests of a page. They go to `access.base` alone, never to an address made from the page's own: a page at
 * `//host` would send its token to that host (CVE-2024-34069). The token is in a header, never in an address.
 */
export function createWire(access: PageAccess): Wire {
  let token = access.token
  const send = (path: string, init: RequestInit): Promise<Response | undefined> =>
    fetch(`${access.base}${path}`, {
      ...init,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { 'x-culprit-token': token }),
      },
    }).catch(() => undefined)
  return {
    hasToken: () => token !== undefined,
    useToken: (given) => (token = given),
    post: (command, body) => send(command, { method: 'POST', body: JSON.stringify(body) }),
    get: async (path) => {
      const response = await send(path, { method: 'GET' })
      return response && { ok: response.ok, refusal: (await readJson(response)) as Refusal }
    },
  }
}

/** Reads an answer to a command. */
export async function toAnswer<T>(response: Response | undefined): Promise<Answer<T>> {
  if (!response) return { ok: false, status: 0, reason: 'The server does not answer.', refusal: {} }
  const body = await readJson(response)
  // The server of the page is trusted with the shape of what it sends.
  if (response.ok) return { ok: true, value: body as T }
  const refusal = body as Refusal
  const retryAfter = Number(response.headers.get('retry-after'))
  return {
    ok: false,
    status: response.status,
    reason: refusal.error ?? `The server refused it (${response.status}).`,
    refusal,
    ...(retryAfter > 0 && { retryAfter }),
  }
}

function readJson(response: Response): Promise<object> {
  return response.json().catch(() => ({})) as Promise<object>
}
