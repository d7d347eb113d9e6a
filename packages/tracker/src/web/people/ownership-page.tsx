import type { VNode } from 'preact'
import { maxOwnershipChars } from '../../domain/ownership.ts'
import { AlertsTabs } from '../alerts/alerts-tabs.tsx'
import type { PageContext } from '../context.ts'
import { csrfField } from '../csrf.ts'
import { DoneNote } from '../done-note.tsx'
import { Field } from '../field.tsx'
import { Page } from '../page.tsx'
import type { OwnershipView } from './ownership-view.ts'
import { Tried } from './tried.tsx'

export interface OwnershipPageProps {
  readonly ctx: PageContext
  readonly view: OwnershipView
  /** Saving was asked for and refused. */
  readonly refused: boolean
}

/** A project's ownership rules, and a try-out of who would be told. */
export function OwnershipPage({ ctx, view, refused }: OwnershipPageProps): VNode {
  const { project, projects, teams } = view
  const href = ownershipHref(project)
  return (
    <Page ctx={ctx} title="Ownership · Alerts" heading="Alerts" active="alerts">
      <AlertsTabs active="ownership" />
      <div class="alerts">
        {ctx.query.has('saved') && !refused && <DoneNote text="Saved. The next alert goes by it." />}
        {projects.length > 1 && <ProjectLinks view={view} />}
        <p class="muted">
          Teams of this project:{' '}
          {teams.length === 0
            ? 'none, so “all members” is everybody. '
            : teams.map((team) => (
                <>
                  <a href={team.href}>#{team.slug}</a> ({team.members}){' '}
                </>
              ))}
          <a href="/alerts/people">People</a>
        </p>
        <form method="post" action={href} class="ownership">
          <input type="hidden" name={csrfField} value={ctx.csrf} />
          {/* Enter in one of the fields presses the first button: trying changes nothing. */}
          <button class="visually-hidden" type="submit" name="do" value="try" tabindex={-1}>
            Try
          </button>
          <RulesField view={view} refused={refused} />
          <TryOut view={view} href={href} />
        </form>
      </div>
    </Page>
  )
}

/** Returns where a project's ownership rules are. */
export function ownershipHref(project: string): string {
  return `/alerts/ownership?project=${encodeURIComponent(project)}`
}

function ProjectLinks({ view: { project, projects } }: { readonly view: OwnershipView }): VNode {
  return (
    <nav class="actions" aria-label="Project">
      {projects.map(({ slug, name }) => (
        <a
          key={slug}
          class="button"
          href={ownershipHref(slug)}
          aria-current={slug === project ? 'page' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  )
}

function RulesField({ view, refused }: { readonly view: OwnershipView; readonly refused: boolean }): VNode {
  const { raw, problems } = view
  return (
    <section class="card stack" aria-labelledby="ownership-rules">
      <div class="section-head">
        <h2 id="ownership-rules">Who owns what</h2>
        <span class="section-hint">the last line that fits says who</span>
      </div>
      {problems.length > 0 && (
        <div
          id="ownership-problems"
          class={refused ? 'form-problem' : 'form-warning'}
          role={refused ? 'alert' : undefined}
        >
          {refused && <p>Nothing was saved.</p>}
          <ul class="plain-list">
            {problems.map(({ line, message }) => (
              <li key={`${line} ${message}`}>
                Line {line}: {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="field">
        <label for="raw">Rules, one a line</label>
        <textarea
          id="raw"
          name="raw"
          rows={Math.min(24, Math.max(8, raw.split('\n').length + 2))}
          maxLength={maxOwnershipChars}
          spellcheck={false}
          autocomplete="off"
          placeholder={'path:src/checkout/* #payments\nurl:https://shop.example/admin/* #web ada@example.org'}
          aria-describedby={problems.length > 0 ? 'ownership-problems raw-hint' : 'raw-hint'}
          aria-invalid={problems.length > 0 ? 'true' : undefined}
        >
          {raw}
        </textarea>
        <p id="raw-hint" class="field-hint">
          <code>path:</code> a file of the stack trace, <code>url:</code> the request's address,{' '}
          <code>tags.KEY:</code> a tag; <code>*</code> is any text, quotes allow spaces. Then owners:{' '}
          <code>#team</code> or a member's address. <code>#</code> at the beginning is a comment.
        </p>
      </div>
      <div>
        <button class="button primary" type="submit" name="do" value="save">
          Save
        </button>
      </div>
    </section>
  )
}

function TryOut({ view, href }: { readonly view: OwnershipView; readonly href: string }): VNode {
  const { input, tried } = view
  return (
    <section class="card stack" aria-labelledby="try">
      <div class="section-head">
        <h2 id="try">Who would be told?</h2>
        <span class="section-hint">by the rules as they stand here, saved or not</span>
      </div>
      <div class="try-fields">
        <Field name="issue" label="Issue" type="text" value={input.issue} placeholder="SHOP-42" />
        <Field name="path" label="or path" type="text" value={input.path} placeholder="src/cart/total.ts" />
        <Field name="url" label="URL" type="text" value={input.url} placeholder="https://shop.example/cart" />
        <Field name="tag" label="Tag" type="text" value={input.tag} placeholder="browser:Safari 18" />
      </div>
      <div>
        <button class="button" type="submit" name="do" value="try">
          Try
        </button>
      </div>
      {tried && <Tried tried={tried} rulesHref={href} />}
    </section>
  )
}
