import { safeText } from '@culprit/view'
import type { VNode } from 'preact'
import { Owners } from './owners.tsx'
import type { TriedRule, TryView } from './try-view.ts'

/** What a try-out came to: the owners, and for each rule who would be told. */
export function Tried({ tried, rulesHref }: { readonly tried: TryView; readonly rulesHref: string }): VNode {
  const { problem, owners, rules } = tried
  if (problem !== undefined || owners === undefined) {
    return (
      <p class="form-problem" role="alert">
        {problem}
      </p>
    )
  }
  return (
    <section class="tried" id="tried" aria-labelledby="tried-heading">
      <h3 id="tried-heading">Owners</h3>
      <Owners owners={owners} rulesHref={rulesHref} />
      <h3>Told, when a rule fires</h3>
      {rules.length === 0 ? (
        <p class="empty">
          Nobody: the project has no rule that is switched on. <a href="/alerts">Rules</a>
        </p>
      ) : (
        rules.map((rule) => <RuleReaders key={rule.href} rule={rule} />)
      )}
    </section>
  )
}

function RuleReaders({ rule: { name, href, people, places } }: { readonly rule: TriedRule }): VNode {
  return (
    <div class="tried-rule">
      <a href={href}>
        <bdi>{safeText(name)}</bdi>
      </a>
      <ul class="plain-list">
        {people.length === 0 && places.length === 0 && <li class="muted">nobody</li>}
        {people.map(({ name: reader, told, why }) => (
          <li key={reader} class={told ? undefined : 'muted'}>
            {told ? '' : 'not '}
            <bdi>{safeText(reader)}</bdi> <span class="muted">{why}</span>
          </li>
        ))}
        {places.map((place) => (
          <li key={place}>
            <bdi>{safeText(place)}</bdi> <span class="muted">destination</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
