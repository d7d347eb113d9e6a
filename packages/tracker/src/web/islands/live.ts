/** A change the server told us of. Numbers are ids of the database. */
export type LiveMessage =
  | { readonly kind: 'issues'; readonly projectIds: readonly number[]; readonly issueIds: readonly number[] }
  | { readonly kind: 'ingest' }
  /** Something may have changed while nobody listened: fetch anew. */
  | { readonly kind: 'resync' }

/** What the dot in the navigation says. */
export type LiveState = 'live' | 'paused' | 'reconnecting' | 'polling'

const streamPath = '/-/live'
const pollMs = 30_000
/** Two missed heartbeats of 15 s and a little: then the stream is taken for dead, whatever the socket says. */
const silenceMs = 35_000
/** After this many drops in a row without a message we poll instead: some proxies buffer streams for ever. */
const dropsBeforePolling = 2

/**
 * Calls back on every change until the returned function is called. One stream for the page, however many subscribe;
 * closed while the page is hidden, since a browser has six connections for all its tabs.
 */
export function subscribeLive(listener: (message: LiveMessage) => void): () => void {
  const hub = currentHub()
  hub.listeners.add(listener)
  if (hub.listeners.size === 1) hub.start()
  return () => {
    hub.listeners.delete(listener)
    if (hub.listeners.size === 0) hub.stop()
  }
}

/** All listeners of a page and their one stream. */
export interface LiveHub {
  readonly listeners: Set<(message: LiveMessage) => void>
  start(): void
  stop(): void
}

declare global {
  interface Window {
    culpritLive?: LiveHub
  }
}

/** The hub lives on the window, so that there is one stream for all islands of a page. */
function currentHub(): LiveHub {
  window.culpritLive ??= createHub()
  return window.culpritLive
}

function createHub(): LiveHub {
  const listeners = new Set<(message: LiveMessage) => void>()
  const emit = (message: LiveMessage): void => {
    for (const listener of [...listeners]) listener(message)
  }
  const stream = createStream(emit)
  const follow = (): void => {
    if (document.hidden) stream.close('paused')
    else stream.open()
  }
  const close = (): void => stream.close('paused')
  return {
    listeners,
    start() {
      document.addEventListener('visibilitychange', follow)
      window.addEventListener('pagehide', close)
      window.addEventListener('pageshow', follow)
      follow()
    },
    stop() {
      document.removeEventListener('visibilitychange', follow)
      window.removeEventListener('pagehide', close)
      window.removeEventListener('pageshow', follow)
      close()
    },
  }
}

interface Stream {
  open(): void
  close(state: LiveState): void
}

function createStream(emit: (message: LiveMessage) => void): Stream {
  let source: EventSource | undefined
  let drops = 0
  let opened = false
  let silence: ReturnType<typeof setTimeout> | undefined
  let poll: ReturnType<typeof setInterval> | undefined

  const close = (state: LiveState): void => {
    source?.close()
    source = undefined
    clearTimeout(silence)
    clearInterval(poll)
    poll = undefined
    showState(state)
  }
  const dropped = (): void => {
    close('reconnecting')
    drops += 1
    if (drops >= dropsBeforePolling) {
      showState('polling')
      emit({ kind: 'resync' })
      poll = setInterval(() => emit({ kind: 'resync' }), pollMs)
      // The stream is tried again with every other poll, so that a restart of the server heals by itself.
      silence = setTimeout(retry, pollMs * 2)
    } else silence = setTimeout(open, 1000)
  }
  const retry = (): void => {
    close('reconnecting')
    open()
  }
  const heard = (): void => {
    clearTimeout(silence)
    silence = setTimeout(dropped, silenceMs)
  }
  const open = (): void => {
    if (source || document.hidden) return
    clearTimeout(silence)
    source = new EventSource(streamPath)
    heard()
    source.addEventListener('open', () => {
      heard()
      showState('live')
    })
    source.addEventListener('error', dropped)
    source.addEventListener('heartbeat', () => {
      drops = 0
      heard()
    })
    source.addEventListener('notice', (event) => {
      drops = 0
      heard()
      const message = parseMessage(event.data)
      if (message) emit(message)
    })
    // What happened between the last stream and this one is unknown.
    if (opened) emit({ kind: 'resync' })
    opened = true
  }
  return { open, close }
}

/** Reads a message of the stream; undefined when it is none we know. */
export function parseMessage(text: string): LiveMessage | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined
    if (value.kind === 'ingest') return { kind: 'ingest' }
    if (value.kind !== 'issues') return undefined
    return { kind: 'issues', projectIds: idsOf(value, 'projectIds'), issueIds: idsOf(value, 'issueIds') }
  } catch {
    return undefined
  }
}

function idsOf(value: object, key: string): readonly number[] {
  const list: unknown = Reflect.get(value, key)
  return Array.isArray(list) ? list.filter((id) => typeof id === 'number') : []
}

const stateTexts: Readonly<Record<LiveState, string>> = {
  live: 'live',
  paused: 'paused',
  reconnecting: 'reconnecting',
  polling: 'every 30 s',
}

function showState(state: LiveState): void {
  const element = document.getElementById('live-state')
  if (!element) return
  element.hidden = false
  element.dataset['state'] = state
  const text = element.querySelector('.live-text')
  if (text) text.textContent = stateTexts[state]
}
