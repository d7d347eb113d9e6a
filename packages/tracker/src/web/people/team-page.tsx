import { safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Crumbs } from '../crumbs.tsx'
import { csrfField } from '../csrf.ts'
import { DoneNote } from '../done-note.tsx'
import { Field } from '../field.tsx'
import { Page } from '../page.tsx'
import type { EnteredPeople } from './people-page.tsx'
import type { Choice, TeamUses, TeamView } from './people-view.ts'

export interface TeamPageProps {
  readonly ctx: PageContext
  readonly view: TeamView
  readonly entered?: EnteredPeople | undefined
}

/** One team: its name, who is in it, what it owns, and what removing it would do. */
export function TeamPage({ ctx, view, entered }: TeamPageProps): VNode {
  const { team, members, projects, uses } = view
  return (
    <Page ctx={ctx} title={`${team.name} · Alerts`} active="alerts">
      <Crumbs trail={trail} last={team.name} />
      <header class="page-head">
        <h1>
          <bdi>{safeText(team.name)}</bdi>
        </h1>
        <span class="muted">#{team.slug}</span>
      </header>
      {ctx.query.has('saved') && <DoneNote text="Saved. The next alert goes by it." />}
      {ctx.query.has('added') && <DoneNote text="Added. Now say who is in it." />}
      <div class="alerts">
        <form method="post" action={team.href} class="card stack">
          <input type="hidden" name={csrfField} value={ctx.csrf} />
          <div class="field-pair">
            <Field
              name="team"
              label="Name"
              type="text"
              value={entered?.values['team'] ?? team.name}
              problem={entered?.problems['team']}
              required
            />
            <Field
              name="slug"
              label="Short name"
              type="text"
              value={entered?.values['slug'] ?? team.slug}
              hint="Ownership rules that name the team follow."
              problem={entered?.problems['slug']}
              required
            />
          </div>
          <Choices legend="Members" name="member" choices={members} />
          <Choices
            legend="Projects"
            name="project"
            choices={projects}
            hint="“All members” of a project are those of its teams. A project without teams tells everybody."
          />
          <div>
            <button class="button primary" type="submit">
              Save
            </button>
          </div>
        </form>
        <Uses uses={uses} />
        <RemoveTeam ctx={ctx} view={view} />
      </div>
    </Page>
  )
}

const trail = [
  { text: 'Alerts', href: '/alerts' },
  { text: 'People', href: '/alerts/people' },
]

interface ChoicesProps {
  readonly legend: string
  readonly name: string
  readonly choices: readonly Choice[]
  readonly hint?: string | undefined
}

function Choices({ legend, name, choices, hint }: ChoicesProps): VNode {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {choices.map(({ id, name: text, detail, chosen }) => (
        <label class="check" key={id}>
          <input type="checkbox" name={name} value={String(id)} checked={chosen} />
          <span>
            <bdi>{safeText(text)}</bdi>{' '}
            {detail !== '' && (
              <span class="muted">
                <bdi>{safeText(detail)}</bdi>
              </span>
            )}
          </span>
        </label>
      ))}
      {hint !== undefined && <p class="field-hint">{hint}</p>}
    </fieldset>
  )
}

function Uses({ uses: { lines, rules, assignedIssues } }: { readonly uses: TeamUses }): VNode {
  const none = lines.length === 0 && rules.length === 0 && assignedIssues === 0
  return (
    <section class="card" aria-labelledby="uses">
      <div class="section-head">
        <h2 id="uses">Where it is named</h2>
      </div>
      {none ? (
        <p class="empty">
          Nowhere yet. Name it in <a href="/alerts/ownership">ownership rules</a>, in a rule, or assign an
          issue to it.
        </p>
      ) : (
        <ul class="plain-list">
          {lines.map(({ project, line, text }) => (
            <li key={`${project}:${line}`}>
              <a href={`/alerts/ownership?project=${encodeURIComponent(project)}`}>
                Ownership of {project}, line {line}
              </a>{' '}
              <code class="wrapped">{safeText(text)}</code>
            </li>
          ))}
          {rules.map(({ id, name }) => (
            <li key={id}>
              Rule{' '}
              <a href={`/alerts/rules/${id}`}>
                <bdi>{safeText(name)}</bdi>
              </a>
            </li>
          ))}
          {assignedIssues > 0 && <li>{issueWords(assignedIssues)} assigned to it</li>}
        </ul>
      )}
    </section>
  )
}

function RemoveTeam({ ctx, view: { team, uses } }: Omit<TeamPageProps, 'entered'>): VNode {
  return (
    <details class="card danger">
      <summary>Remove this team</summary>
      <ul class="plain-list">
        <li>Its members stay, and are told as members.</li>
        {team.projects.length > 0 && (
          <li>
            “All members” of <bdi>{safeText(team.projects.join(', '))}</bdi> are no longer this team's.
          </li>
        )}
        {uses.assignedIssues > 0 && <li>{issueWords(uses.assignedIssues)} will be assigned to nobody.</li>}
        {uses.lines.length > 0 && (
          <li>
            {uses.lines.length === 1
              ? 'One ownership rule names'
              : `${uses.lines.length} ownership rules name`}{' '}
            it and will tell nobody by it.
          </li>
        )}
        {uses.rules.length > 0 && (
          <li>
            {uses.rules.length === 1 ? 'One alert rule asks' : `${uses.rules.length} alert rules ask`} for it
            and will find nobody: change {uses.rules.length === 1 ? 'it' : 'them'} first.
          </li>
        )}
      </ul>
      <form method="post" action={`${team.href}/remove`}>
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <button class="button danger-button" type="submit">
          Remove team
        </button>
      </form>
    </details>
  )
}

function issueWords(count: number): string {
  return count === 1 ? 'One issue' : `${count} issues`
}
