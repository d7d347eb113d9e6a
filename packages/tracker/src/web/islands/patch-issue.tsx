import { formatCount, Sparkline, Time } from '@culprit/view'
import { render, type VNode } from 'preact'
import type { IssueFacts } from './issue-facts.ts'

/** Brings the places marked by `data-value` inside an element up to date. Writes only what differs. */
export function patchIssue(element: Element, issue: IssueFacts, form: 'short' | 'long'): void {
  write(element, 'count', formatCount(issue.count))
  write(element, 'users', formatCount(issue.userCount))
  redraw(element, 'last', <Time at={issue.lastSeen} now={Date.now()} form={form} />)
  if (issue.trend.length > 0) {
    redraw(
      element,
      'trend',
      <Sparkline counts={issue.trend} label="Events in the last 24 hours" width={96} height={26} />,
    )
  }
}

function write(element: Element, name: string, text: string): void {
  const place = element.querySelector(`[data-value="${name}"]`)
  if (place && place.textContent !== text) place.textContent = text
}

/** The first time the server's elements make room; from then on they are kept and changed. */
function redraw(element: Element, name: string, content: VNode): void {
  const place = element.querySelector<HTMLElement>(`[data-value="${name}"]`)
  if (!place) return
  if (place.dataset['drawn'] === undefined) {
    place.replaceChildren()
    place.dataset['drawn'] = ''
  }
  render(content, place)
}
