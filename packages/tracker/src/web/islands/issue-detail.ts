import { startCarets } from './carets.ts'
import { fetchJson } from './fetch-json.ts'
import { parseDetailFacts } from './issue-facts.ts'
import { latestOnly } from './latest-only.ts'
import { subscribeLive } from './live.ts'
import { patchIssue } from './patch-issue.tsx'
import { storeView, withStoredView } from './view-choice.ts'

const head = document.querySelector<HTMLElement>('.detail-head')
const page = document.querySelector<HTMLElement>('.detail')
const bar = document.querySelector<HTMLElement>('.event-bar')

applyStoredView()
leadBackToList()
openTarget()
startCarets()
window.addEventListener('hashchange', openTarget)
document.addEventListener('click', ({ target }) => {
  const mode = target instanceof Element ? target.closest<HTMLElement>('.trace .segmented [data-mode]') : null
  if (mode) storeView(mode.dataset['mode'] ?? '')
})

const issueId = Number(head?.dataset['issue'])
const refresh = latestOnly(async () => {
  const facts = parseDetailFacts(await fetchJson(`/issues/${head?.dataset['short'] ?? ''}.json`))
  if (!facts || !page) return
  patchIssue(page, facts.issue, 'long')
  const pill = document.getElementById('fresh-events')
  if (!pill || !bar || facts.latestId === undefined || facts.latestId === bar.dataset['event']) return
  if (bar.dataset['latest'] !== 'true') return
  pill.textContent = 'A newer event arrived, show it'
  pill.hidden = false
})
subscribeLive((message) => {
  if (message.kind === 'resync' || (message.kind === 'issues' && message.issueIds.includes(issueId)))
    refresh()
})

/** The way a person reads stack traces is kept from issue to issue. */
function applyStoredView(): void {
  const here = location.pathname + location.search + location.hash
  const wanted = withStoredView(here)
  if (wanted !== here && document.getElementById('stack')) location.replace(wanted)
}

function leadBackToList(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-back-to-list]')
  try {
    const list = sessionStorage.getItem('culprit.list')
    if (link && list !== null && /^\/issues(?:\?|$)/.test(list)) link.href = list
  } catch {
    // Storage can be forbidden; then the link leads to the open issues.
  }
}

/** A link to a frame opens it and what it is folded into. */
function openTarget(): void {
  let element = document.getElementById(location.hash.slice(1))
  const target = element
  while (element) {
    if (element instanceof HTMLDetailsElement) element.open = true
    element = element.parentElement
  }
  if (location.hash.startsWith('#f')) target?.scrollIntoView({ block: 'center' })
}
