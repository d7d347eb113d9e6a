import { expiredWords } from '../expired-words.ts'
import type { PageData } from '../page-data.ts'
import type { Session, SessionState } from './session.ts'

/** Shows what has become of the process, and what can be done, above the frames. */
export function startBanner(session: Session, data: PageData): void {
  const banner = document.getElementById('banner')
  if (!banner) return
  session.onChange((state) => {
    const text = wordsOf(state)
    banner.hidden = text === undefined
    banner.dataset['kind'] = state.kind
    banner.replaceChildren(...(text === undefined ? [] : [text, ...actionsFor(state, data)]))
  })
}

function wordsOf(state: SessionState): string | undefined {
  switch (state.kind) {
    case 'ready':
    case 'locked':
    case 'locked-out':
      // The console itself says these, where one would type.
      return undefined
    case 'unreachable':
      return 'The server does not answer. It is tried again until it does; what was captured stays readable.'
    case 'gone': {
      const { title, text } = expiredWords(state.expired)
      return `${title}. ${text} What was captured stays readable.`
    }
  }
}

function actionsFor(state: SessionState, { id, method, resend }: PageData): readonly (Node | string)[] {
  if (state.kind !== 'gone') return []
  if (id === 'console') return [' ', button('Reload', () => location.reload())]
  if (resend === undefined)
    return [
      method === undefined ? '' : ` A ${method} is never sent again for you: repeat it where you made it.`,
    ]
  const url = new URL(resend, location.origin)
  return [' ', button(`Send GET ${shorten(url.pathname)} again`, () => visit(url))]
}

/** Only ever an address of this origin, whatever host the request had. */
function visit(url: URL): void {
  const address = `${location.origin}${url.pathname}${url.search}`
  if (address === `${location.origin}${location.pathname}${location.search}`) location.reload()
  else location.assign(address)
}

function shorten(path: string): string {
  return path.length > 40 ? `${path.slice(0, 39)}\u2026` : path
}

function button(text: string, run: () => void): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = 'button'
  element.textContent = text
  element.addEventListener('click', run)
  return element
}
