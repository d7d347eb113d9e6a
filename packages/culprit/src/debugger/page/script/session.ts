import type { PageAccess } from '../../console-protocol.ts'
import type { ExpiredState } from '../expired-words.ts'
import type { PageData } from '../page-data.ts'
import { createWire, toAnswer, type Answer, type Refusal } from './wire.ts'

/** Whether the page can talk to the process, or why not. */
export type SessionState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'locked'; readonly why: NonNullable<PageAccess['locked']> }
  | { readonly kind: 'locked-out'; readonly seconds: number }
  | { readonly kind: 'gone'; readonly expired: ExpiredState }
  | { readonly kind: 'unreachable' }

/** The one connection of a page to the debugger in the process. */
export interface Session {
  state(): SessionState
  onChange(listener: (state: SessionState) => void): void
  /** Sends a command with the token. Never rejects. */
  ask<T>(command: string, body: object): Promise<Answer<T>>
  /** Asks for a token with the key from the terminal. Returns undefined, or why it was refused. */
  unlock(key: string): Promise<string | undefined>
  /** Takes a key from the address bar, and lets listeners know the state. */
  start(): void
}

const pollMs = 1500

/** Creates the session of a page. */
export function createSession({ access, id }: PageData): Session {
  const listeners: ((state: SessionState) => void)[] = []
  const wire = createWire(access)
  const resting = (): SessionState =>
    wire.hasToken() ? { kind: 'ready' } : { kind: 'locked', why: access.locked ?? 'switched-off' }
  let state: SessionState = resting()

  const change = (next: SessionState): void => {
    const before = state.kind
    state = next
    for (const listener of listeners) listener(next)
    if (next.kind === 'unreachable' && before !== 'unreachable') void poll()
    if (next.kind === 'locked-out')
      setTimeout(() => state.kind === 'locked-out' && change(resting()), next.seconds * 1000)
  }
  const poll = async (): Promise<void> => {
    while (state.kind === 'unreachable') {
      await new Promise((resolve) => setTimeout(resolve, pollMs))
      if (document.hidden) continue
      const found = await wire.get(id === 'console' ? 'console' : `frames/${id}.json`)
      // Whoever does not know the token is another process than the one that gave it.
      if (found?.ok) change({ kind: 'ready' })
      else if (found) change({ kind: 'gone', expired: toExpired({ state: 'restarted', ...found.refusal }) })
    }
  }
  const ask = async <T>(command: string, body: object): Promise<Answer<T>> => {
    const response = await wire.post(command, body)
    const answer = await toAnswer<T>(response)
    if (answer.ok) return answer
    if (answer.status === 0) change({ kind: 'unreachable' })
    if (answer.status === 410) change({ kind: 'gone', expired: toExpired(answer.refusal) })
    if (answer.status === 429) change({ kind: 'locked-out', seconds: answer.retryAfter ?? 30 })
    return answer
  }
  const unlock = async (key: string): Promise<string | undefined> => {
    const given = await ask<{ readonly token?: string }>('unlock', { error: id, key: key.trim() })
    if (!given.ok) return given.reason
    if (given.value.token === undefined) return 'The server gave no token.'
    wire.useToken(given.value.token)
    change(resting())
    return undefined
  }
  return {
    state: () => state,
    onChange: (listener) => void listeners.push(listener),
    ask,
    unlock,
    start: () => {
      const key = takeKey()
      if (key !== undefined && !wire.hasToken()) void unlock(key)
      change(state)
    },
  }
}

/** Takes the key out of the address bar, where it could be seen, bookmarked or sent on. */
function takeKey(): string | undefined {
  const key = /^#k=([\w.~-]{1,200})$/.exec(location.hash)?.[1]
  if (key !== undefined) history.replaceState(null, '', `${location.pathname}${location.search}`)
  return key
}

function toExpired({ state = 'expired', pid, started }: Refusal): ExpiredState {
  return { state, ...(pid !== undefined && { pid }), ...(started !== undefined && { started }) }
}
