import { safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { AlertWish } from '../domain/alert-people.ts'
import type { PageContext } from './context.ts'
import { Crumbs } from './crumbs.tsx'
import { csrfField } from './csrf.ts'
import { DoneNote } from './done-note.tsx'
import type { NotificationsView } from './notifications-view.ts'
import { Page } from './page.tsx'

export interface NotificationsPageProps {
  readonly ctx: PageContext
  readonly view: NotificationsView
}

/** What the signed-in person is mailed of each project, when they want quiet, and the weekly report. */
export function NotificationsPage({ ctx, view }: NotificationsPageProps): VNode {
  return (
    <Page ctx={ctx} title="Notifications" active="account">
      <Crumbs trail={[{ text: 'Account', href: '/account' }]} last="Notifications" />
      <header class="page-head">
        <h1>What you are mailed</h1>
      </header>
      {ctx.query.has('saved') && <DoneNote text="Saved." />}
      <form method="post" action="/account/notifications" class="card stack narrow-card">
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        {view.projects.map((project) => (
          <ProjectWish key={project.id} project={project} />
        ))}
        <Quiet view={view} />
        <label class="check">
          <input type="checkbox" name="weekly" value="yes" checked={view.weeklyReport} />
          Send me a report each Monday
        </label>
        <div>
          <button class="button primary" type="submit">
            Save
          </button>
        </div>
      </form>
      <p class="muted page-note">
        This is about mails to you as a member. Rules that name your address or a channel tell regardless;
        they are under <a href="/alerts">Alerts</a>.
      </p>
    </Page>
  )
}

const wishes: readonly (readonly [AlertWish, string, string])[] = [
  ['everything', 'Everything', 'that a rule mails to members'],
  ['mine', 'Only mine', 'issues that are assigned to me or that I own'],
  ['nothing', 'Nothing', ''],
]

function ProjectWish({ project }: { readonly project: NotificationsView['projects'][number] }): VNode {
  return (
    <fieldset class="choices">
      <legend>
        <bdi>{safeText(project.name)}</bdi>
      </legend>
      {wishes.map(([value, text, hint]) => (
        <label class="check" key={value}>
          <input type="radio" name={`wants.${project.id}`} value={value} checked={project.wants === value} />
          <span>
            {text} {hint !== '' && <span class="muted">{hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Quiet({ view }: { readonly view: NotificationsView }): VNode {
  return (
    <fieldset class="choices">
      <legend>Quiet hours</legend>
      <div class="rule-parts">
        <span>from</span>
        <input name="quietFrom" type="time" aria-label="Quiet from" value={view.quietFrom} />
        <span>to</span>
        <input name="quietTo" type="time" aria-label="Quiet to" value={view.quietTo} />
        <span>in</span>
        <input
          name="quietZone"
          type="text"
          size={18}
          maxLength={64}
          placeholder="UTC"
          aria-label="Time zone"
          value={view.quietZone}
        />
      </div>
      <p class={view.quietProblem === undefined ? 'field-hint' : 'field-problem'}>
        {view.quietProblem ??
          'What comes in them is mailed together when they end. Leave both times empty for none.'}
      </p>
    </fieldset>
  )
}
