import { safeText } from '@culprit/view'
import type { VNode } from 'preact'
import { AlertsTabs } from '../alerts/alerts-tabs.tsx'
import type { PageContext } from '../context.ts'
import { csrfField } from '../csrf.ts'
import { DoneNote } from '../done-note.tsx'
import { Field } from '../field.tsx'
import { Page } from '../page.tsx'
import type { MemberItem, PeopleView, TeamItem } from './people-view.ts'

/** What was entered into one of the two forms and is wrong, by field. */
export interface EnteredPeople {
  readonly values: Readonly<Record<string, string>>
  readonly problems: Readonly<Record<string, string>>
}

export interface PeoplePageProps {
  readonly ctx: PageContext
  readonly view: PeopleView
  readonly entered?: EnteredPeople | undefined
}

/** Who can be told: members and teams. */
export function PeoplePage({ ctx, view, entered }: PeoplePageProps): VNode {
  return (
    <Page ctx={ctx} title="People · Alerts" heading="Alerts" active="alerts">
      <AlertsTabs active="people" />
      <div class="alerts">
        {ctx.query.has('added') && <DoneNote text="Added. They are mailed from the next alert on." />}
        {ctx.query.has('removed') && <DoneNote text="Removed." />}
        <section class="stack" aria-labelledby="teams">
          <h2 id="teams">Teams</h2>
          {view.teams.length === 0 ? (
            <p class="empty">
              No team yet. Teams own parts of an application, issues and whole projects; who is told is then
              decided in one place.
            </p>
          ) : (
            <ul class="rows">
              {view.teams.map((team) => (
                <TeamRow key={team.id} team={team} />
              ))}
            </ul>
          )}
          <NewTeam csrf={ctx.csrf} entered={entered} />
        </section>
        <section class="stack" aria-labelledby="members">
          <h2 id="members">Members</h2>
          <ul class="rows">
            {view.members.map((member) => (
              <MemberRow key={member.id} member={member} />
            ))}
          </ul>
          <NewMember csrf={ctx.csrf} entered={entered} />
        </section>
      </div>
    </Page>
  )
}

function TeamRow({ team }: { readonly team: TeamItem }): VNode {
  const { name, slug, href, members, projects } = team
  return (
    <li class="row">
      <div class="row-main">
        <a class="row-title" href={href}>
          <bdi>{safeText(name)}</bdi>
        </a>
        <span class="muted">#{slug}</span>
      </div>
      <span class="row-when">
        {members} {members === 1 ? 'member' : 'members'}
      </span>
      <p class="row-note">
        {members === 0 && 'Nobody is in it, so nobody is told. '}
        {projects.length === 0 ? (
          'Owns no project'
        ) : (
          <>
            Owns <bdi>{safeText(projects.join(', '))}</bdi>
          </>
        )}
      </p>
    </li>
  )
}

function MemberRow({ member }: { readonly member: MemberItem }): VNode {
  const { id, name, email, isYou, teams } = member
  return (
    <li class="row">
      <div class="row-main">
        <span class="row-title">
          <bdi>{safeText(name)}</bdi>
        </span>
        {email !== name && email !== '' && (
          <span class="muted">
            <bdi>{safeText(email)}</bdi>
          </span>
        )}
        {isYou && <span class="badge">You</span>}
      </div>
      {isYou ? (
        <a class="button small" href="/account/notifications">
          Your mails
        </a>
      ) : (
        <a class="button small" href={`/alerts/people/members/${id}/remove`}>
          Remove…
        </a>
      )}
      <p class="row-note">
        {email === '' && <span class="row-problem">No address, so no mail reaches them.</span>}
        {teams.length === 0 ? 'In no team' : 'In '}
        {teams.map(({ slug, href }, index) => (
          <>
            {index > 0 && ', '}
            <a href={href}>#{slug}</a>
          </>
        ))}
      </p>
    </li>
  )
}

interface NewProps {
  readonly csrf: string
  readonly entered: EnteredPeople | undefined
}

function NewTeam({ csrf, entered }: NewProps): VNode {
  const { values = {}, problems = {} } = entered ?? {}
  return (
    <form method="post" action="/alerts/people/teams" class="card stack inline-form">
      <input type="hidden" name={csrfField} value={csrf} />
      <h3>New team</h3>
      <Field
        name="team"
        label="Name"
        type="text"
        value={values['team']}
        problem={problems['team']}
        required
      />
      <Field
        name="slug"
        label="Short name"
        type="text"
        value={values['slug']}
        placeholder="payments"
        hint="Named as #payments in ownership rules. Empty: made of the name."
        problem={problems['slug']}
      />
      <div>
        <button class="button primary" type="submit">
          Add team
        </button>
      </div>
    </form>
  )
}

function NewMember({ csrf, entered }: NewProps): VNode {
  const { values = {}, problems = {} } = entered ?? {}
  return (
    <form method="post" action="/alerts/people/members" class="card stack inline-form">
      <input type="hidden" name={csrfField} value={csrf} />
      <h3>New member</h3>
      <Field
        name="email"
        label="E-mail"
        type="email"
        value={values['email']}
        hint="They are mailed as rules say, and cannot sign in."
        problem={problems['email']}
        required
      />
      <Field
        name="name"
        label="Name (optional)"
        type="text"
        value={values['name']}
        problem={problems['name']}
      />
      <div>
        <button class="button primary" type="submit">
          Add member
        </button>
      </div>
    </form>
  )
}
