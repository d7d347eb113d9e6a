import { safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Crumbs } from '../crumbs.tsx'
import { csrfField } from '../csrf.ts'
import { DoneNote } from '../done-note.tsx'
import { Page } from '../page.tsx'
import { FiredList } from './fired-list.tsx'
import { RuleEditor } from './rule-editor.tsx'
import type { FiredItem } from './fired-item.ts'
import type { RuleEditorView } from './rule-view.ts'

export interface RulePageProps {
  readonly ctx: PageContext
  readonly view: RuleEditorView
  readonly fired: readonly FiredItem[]
}

/** The page of one rule, or of a new one: its editor, and what it has fired. */
export function RulePage({ ctx, view, fired }: RulePageProps): VNode {
  const name = view.id === undefined ? 'New rule' : view.form.name
  const problems = Object.keys(view.problems).length
  return (
    <Page ctx={ctx} title={`${name} · Alerts`} active="alerts" scripts={['rule']}>
      <Crumbs trail={[{ text: 'Alerts', href: '/alerts' }]} last={name} />
      <header class="page-head">
        <h1>
          <bdi>{safeText(name)}</bdi>
        </h1>
        {view.id !== undefined && !view.form.enabled && <span class="badge">Off</span>}
      </header>
      {ctx.query.has('saved') && <DoneNote text="Saved. The next event is judged by it." />}
      {problems > 0 && (
        <p class="form-problem" role="alert">
          {problems === 1 ? 'One thing is' : `${problems} things are`} not right yet; nothing was saved.
        </p>
      )}
      <div class="rule-columns">
        <div
          id="rule-editor"
          data-csrf={ctx.csrf}
          data-preview="/alerts/rules/preview.json"
          data-test="/alerts/rules/test.json"
        >
          <RuleEditor view={view} csrf={ctx.csrf} />
        </div>
        {view.id !== undefined && (
          <aside class="rule-side" aria-label="About this rule">
            <section aria-labelledby="rule-fired">
              <h2 id="rule-fired" class="side-heading">
                Fired of late
              </h2>
              <FiredList fired={fired} now={ctx.now} about="rule" />
            </section>
            <RemoveRule ctx={ctx} view={view} />
          </aside>
        )}
      </div>
      <EditorData view={view} />
    </Page>
  )
}

function RemoveRule({ ctx, view }: { readonly ctx: PageContext; readonly view: RuleEditorView }): VNode {
  return (
    <details class="danger">
      <summary>Remove this rule</summary>
      <p>It fires no more. To stop it for a while, switch it off instead.</p>
      <form method="post" action={`${view.action}/remove`}>
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <button class="button danger-button" type="submit">
          Remove the rule
        </button>
      </form>
    </details>
  )
}

/** What the script begins with, in an attribute: the policy allows no inline script, and attributes need no escaping of their own. */
function EditorData({ view }: { readonly view: RuleEditorView }): VNode {
  return <div id="rule-view" hidden data-view={JSON.stringify(view)} />
}
