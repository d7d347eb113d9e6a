import { clip, safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import { messageWords, type FiredItem } from './fired-item.ts'

export interface FiredListProps {
  readonly fired: readonly FiredItem[]
  readonly now: number
  /** What the page is about need not be said in each line. */
  readonly about?: 'issue' | 'rule' | undefined
}

/** What fired: when, which rule and why. */
export function FiredList({ fired, now, about }: FiredListProps): VNode {
  if (fired.length === 0) return <p class="empty">No rule has fired yet.</p>
  return (
    <ol class="fired">
      {fired.map((item) => (
        <li key={item.id}>
          <span class="fired-when">
            <Time at={item.at} now={now} form="short" />
          </span>
          <div class="fired-what">
            {about !== 'issue' && item.issue !== undefined && (
              <div class="clip-line">
                <a href={`/issues/${item.issue.shortId}`}>{item.issue.shortId}</a>{' '}
                <bdi>{safeText(clip(item.issue.title, 200))}</bdi>
              </div>
            )}
            <div class="muted">
              {about !== 'rule' && (
                <>
                  <RuleName item={item} />
                  {': '}
                </>
              )}
              <bdi>{safeText(item.reason)}</bdi>
              {item.environment !== undefined && (
                <>
                  {' '}
                  · <bdi>{safeText(item.environment)}</bdi>
                </>
              )}
            </div>
            <Told item={item} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** What became of the messages; a failure leads to where it is told. */
function Told({ item: { messages } }: { readonly item: FiredItem }): VNode | null {
  const words = messageWords(messages)
  if (words === '') return null
  const troubled = (messages.failed ?? 0) + (messages.held ?? 0) > 0
  return (
    <div class={troubled ? 'fired-told bad' : 'fired-told'}>
      {troubled ? <a href="/usage#deliveries">{words}</a> : words}
    </div>
  )
}

function RuleName({ item: { ruleHref, ruleName } }: { readonly item: FiredItem }): VNode {
  const name = <bdi>{safeText(ruleName)}</bdi>
  return ruleHref === undefined ? name : <a href={ruleHref}>{name}</a>
}
