import { render, type VNode } from 'preact'
import { Arrival } from '../connect/arrival.tsx'
import type { ConnectView } from '../connect/connect-view.ts'
import { LogTable } from '../connect/log-table.tsx'
import { subscribeLive } from './live.ts'
import { sendTestEvent } from './test-event.ts'

const root = document.getElementById('connect')
if (root) start(root)

/** Fetches at most this often, however many notices come. */
const gapMs = 400

function start(page: HTMLElement): void {
  const openedAt = Date.now()
  const knownAt = Number(page.dataset['at'] ?? 0)
  let view: ConnectView | undefined
  let arrivedAfter: string | undefined
  let pending: ReturnType<typeof setTimeout> | undefined

  const show = (): void => {
    const fresh = (view?.received?.at ?? 0) > knownAt
    if (fresh && arrivedAfter === undefined) {
      arrivedAfter = clockText(Date.now() - openedAt)
      showArrival({ view, fresh, waited: arrivedAfter })
      document.getElementById('open-issue')?.focus()
    } else if (view || knownAt === 0)
      showArrival({ view, fresh, waited: arrivedAfter ?? clockText(Date.now() - openedAt) })
  }
  const refresh = (): void => {
    pending ??= setTimeout(() => {
      void fetchView(page.dataset['json'] ?? '')
        .then((fetched) => {
          if (!fetched) return
          view = fetched
          showLog(fetched)
          show()
        })
        .finally(() => (pending = undefined))
    }, gapMs)
  }
  subscribeLive(refresh)
  if (knownAt === 0) {
    const timer = setInterval(() => {
      if (arrivedAfter === undefined) show()
      else clearInterval(timer)
    }, 1000)
  }
  startTestButton(page, refresh)
}

interface ArrivalState {
  readonly view: ConnectView | undefined
  readonly fresh: boolean
  readonly waited: string
}

function showArrival({ view, fresh, waited }: ArrivalState): void {
  const element = document.getElementById('arrival')
  if (element)
    renderInto(
      element,
      <Arrival received={view?.received} now={view?.now ?? 0} waited={waited} fresh={fresh} />,
    )
}

function showLog(view: ConnectView): void {
  const element = document.getElementById('ingest-log')
  if (element) renderInto(element, <LogTable lines={view.log} now={view.now} />)
}

/** Replaces what the server rendered the first time, and patches what we rendered after that. */
function renderInto(element: HTMLElement, node: VNode): void {
  if (!('rendered' in element.dataset)) element.replaceChildren()
  element.dataset['rendered'] = ''
  render(node, element)
}

async function fetchView(url: string): Promise<ConnectView | undefined> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' } })
    // Our own server, the same release: the shape is the one this bundle was built with.
    return response.ok ? ((await response.json()) as ConnectView) : undefined
  } catch {
    return undefined
  }
}

function startTestButton(page: HTMLElement, refresh: () => void): void {
  const button = document.getElementById('send-test')
  const result = document.getElementById('test-result')
  const dsn = page.dataset['dsn']
  if (!(button instanceof HTMLButtonElement) || !result || dsn === undefined) return
  button.hidden = false
  button.addEventListener('click', () => {
    button.disabled = true
    result.textContent = 'Sending …'
    void sendTestEvent({ dsn, pageOrigin: location.origin, version: page.dataset['version'] ?? '' }).then(
      (outcome) => {
        result.textContent = outcome.text
        result.dataset['state'] = outcome.ok ? 'good' : 'bad'
        button.disabled = false
        refresh()
      },
    )
  })
}

function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
