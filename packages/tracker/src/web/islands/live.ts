import type { LiveMessage } from './live-message.ts'
import { LiveStream, type LiveState } from './live-stream.ts'

export type { LiveMessage } from './live-message.ts'

const streamPath = '/-/live'

/**
 * Calls back on every change until the returned function is called. One stream for the page, however many subscribe;
 * closed while the page is hidden, since a browser has six connections for all its tabs.
 */
export function subscribeLive(listener: (message: LiveMessage) => void): () => void {
  window.culpritLive ??= createHub()
  const hub = window.culpritLive
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
    /** The hub lives on the window, so that there is one stream for all islands of a page. */
    culpritLive?: LiveHub
  }
}

function createHub(): LiveHub {
  const listeners = new Set<(message: LiveMessage) => void>()
  const emit = (message: LiveMessage): void => {
    for (const listener of listeners) listener(message)
  }
  const stream = new LiveStream({ connect: () => new EventSource(streamPath), emit, show: showState })
  let hiddenOnce = false
  const follow = (): void => {
    if (document.hidden) {
      hiddenOnce = true
      stream.close()
      return
    }
    stream.open()
    if (hiddenOnce) emit({ kind: 'resync' })
  }
  const leave = (): void => {
    hiddenOnce = true
    stream.close()
  }
  return {
    listeners,
    start() {
      document.addEventListener('visibilitychange', follow)
      // A page in the back/forward cache must hold no connection.
      window.addEventListener('pagehide', leave)
      window.addEventListener('pageshow', follow)
      follow()
    },
    stop() {
      document.removeEventListener('visibilitychange', follow)
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', follow)
      stream.close()
    },
  }
}

const stateTexts: Readonly<Record<LiveState, string>> = {
  live: 'live',
  paused: 'paused',
  reconnecting: 'reconnecting',
  polling: 'every 30 s',
}

function showState(state: LiveState): void {
  const element = document.getElementById('live-state')
  if (!element || element.dataset['state'] === state) return
  element.hidden = false
  element.dataset['state'] = state
  const text = element.querySelector('.live-text')
  if (text) text.textContent = stateTexts[state]
}
