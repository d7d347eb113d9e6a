import { fetchJson } from './fetch-json.ts'
import { parseListFacts } from './issue-facts.ts'
import { latestOnly } from './latest-only.ts'
import { subscribeLive } from './live.ts'
import { startMenus } from './menus.ts'
import { patchIssue } from './patch-issue.tsx'
import { withStoredView } from './view-choice.ts'

startMenus()
rememberList()
for (const link of document.querySelectorAll<HTMLAnchorElement>('.issue-link'))
  link.href = withStoredView(link.getAttribute('href') ?? '')

const refresh = latestOnly(async () => {
  const facts = parseListFacts(await fetchJson(`/issues.json${location.search}`))
  if (!facts) return
  for (const element of document.querySelectorAll<HTMLElement>('[data-count]')) {
    const count = facts.counts.get(element.dataset['count'] ?? '')
    if (count !== undefined) element.textContent = String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
  }
  let fresh = 0
  for (const item of facts.items) {
    const row = document.querySelector(`[data-issue="${item.id}"]`)
    if (row) patchIssue(row, item, 'short')
    else fresh += 1
  }
  showPill(fresh)
})
subscribeLive((message) => {
  if (message.kind !== 'ingest') refresh()
})

/** Rows never move under the pointer: new ones wait behind a link that loads the page again. */
function showPill(fresh: number): void {
  const pill = document.getElementById('fresh-issues')
  if (!pill || new URLSearchParams(location.search).has('cursor')) return
  pill.hidden = fresh === 0
  const text = fresh === 1 ? '1 more issue, show it' : `${fresh} more issues, show them`
  if (fresh > 0 && pill.textContent !== text) pill.textContent = text
}

/** The way back from an issue leads to the list as it was. */
function rememberList(): void {
  try {
    sessionStorage.setItem('culprit.list', location.pathname + location.search)
  } catch {
    // Storage can be forbidden; then the way back leads to the open issues.
  }
}
