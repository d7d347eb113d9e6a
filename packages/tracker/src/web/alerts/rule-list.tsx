import { safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { DoneNote } from '../done-note.tsx'
import { Page } from '../page.tsx'
import { AlertsTabs } from './alerts-tabs.tsx'
import { FiredList } from './fired-list.tsx'
import type { RuleItem, RuleListView } from './rule-view.ts'

export interface RuleListProps {
  readonly ctx: PageContext
  readonly view: RuleListView
}

/** The rules as sentences, what is wrong with where they tell, and what fired of late. */
export function RuleListPage({ ctx, view }: RuleListProps): VNode {
  return (
    <Page
      ctx={ctx}
      title="Alerts"
      heading="Alerts"
      active="alerts"
      actions={
        <a class="button primary" href="/alerts/rules/new">
          New rule
        </a>
      }
    >
      <AlertsTabs active="rules" />
      <div class="alerts">
        {ctx.query.has('removed') && <DoneNote text="The rule was removed. What it told stays in the log." />}
        {view.rules.length === 0 ? <NoRules /> : <Rules view={view} />}
        <section class="card" aria-labelledby="fired">
          <div class="section-head">
            <h2 id="fired">Fired of late</h2>
            <a class="section-hint" href="/usage#deliveries">
              every message and its delivery
            </a>
          </div>
          <FiredList fired={view.fired} now={view.now} />
        </section>
      </div>
    </Page>
  )
}

function NoRules(): VNode {
  return (
    <section class="empty-state">
      <h2>No rule, so nobody is told</h2>
      <p>
        Issues are kept and shown all the same. Most people begin with a rule that mails every new issue and
        every issue that comes back.
      </p>
      <a class="button primary" href="/alerts/rules/new?like=default">
        Make that rule
      </a>
    </section>
  )
}

function Rules({ view }: { readonly view: RuleListView }): VNode {
  return (
    <ul class="rows">
      {view.rules.map((rule) => (
        <RuleRow key={rule.id} rule={rule} now={view.now} showProject={view.severalProjects} />
      ))}
    </ul>
  )
}

interface RuleRowProps {
  readonly rule: RuleItem
  readonly now: number
  readonly showProject: boolean
}

function RuleRow({ rule, now, showProject }: RuleRowProps): VNode {
  return (
    <li class={rule.enabled ? 'row' : 'row row-off'}>
      <div class="row-main">
        <a class="row-title" href={rule.href}>
          <bdi>{safeText(rule.name)}</bdi>
        </a>
        {showProject && <span class="muted">{rule.project}</span>}
      </div>
      {rule.enabled ? (
        <span class="row-when">
          {rule.lastFiredAt === undefined ? (
            'has not fired'
          ) : (
            <>
              fired <Time at={rule.lastFiredAt} now={now} />
            </>
          )}
        </span>
      ) : (
        <span class="badge">Off</span>
      )}
      <p class="row-note">
        <bdi>{safeText(rule.sentence)}</bdi>
      </p>
    </li>
  )
}
