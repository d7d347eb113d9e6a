import type { VNode } from 'preact'
import type { ChangeOf } from './rule-form.ts'
import type { RuleEditorView } from './rule-view.ts'

/** What the rule is called, and whether it is on. */
export function RuleHead({
  view,
  change,
}: {
  readonly view: RuleEditorView
  readonly change: ChangeOf
}): VNode {
  const { form, problems, projects, project, id } = view
  return (
    <section class="card rule-part" aria-label="Name">
      <div class="field">
        <label for="name">Name</label>
        <input
          id="name"
          name="name"
          type="text"
          maxLength={256}
          value={form.name}
          placeholder="Checkout is failing"
          aria-describedby="name-note"
          aria-invalid={problems['name'] === undefined ? undefined : 'true'}
          onInput={change('name')}
        />
        <p id="name-note" class={problems['name'] === undefined ? 'field-hint' : 'field-problem'}>
          {problems['name'] ?? 'Each mail and message names the rule that sent it.'}
        </p>
      </div>
      {id === undefined && projects.length > 1 ? (
        <div class="field">
          <label for="project">Project</label>
          <select id="project" name="project">
            {projects.map(({ slug, name }) => (
              <option key={slug} value={slug} selected={slug === project}>
                {name}
              </option>
            ))}
          </select>
        </div>
      ) : (
        <input type="hidden" name="project" value={project} />
      )}
      <label class="check">
        <input
          type="checkbox"
          name="enabled"
          value="yes"
          checked={form.enabled}
          onInput={change('enabled')}
        />
        Switched on
      </label>
    </section>
  )
}

interface MatchChoiceProps {
  readonly name: 'actionMatch' | 'filterMatch'
  readonly value: string
  readonly lines: number
  readonly change: ChangeOf
}

/** With one line there is nothing to choose; the value is carried along. */
export function MatchChoice({ name, value, lines, change }: MatchChoiceProps): VNode {
  if (lines < 2 && value !== 'none') return <input type="hidden" name={name} value={value} />
  const options = [
    ['any', 'any of these'],
    ['all', 'all of these'],
    ['none', 'none of these'],
  ] as const
  return (
    <select
      name={name}
      aria-label="How many must hold"
      value={value}
      onInput={change(name)}
      class="rule-match"
    >
      {options.map(([each, text]) => (
        <option key={each} value={each} selected={each === value}>
          {text}
        </option>
      ))}
    </select>
  )
}

/** The one filter that every rule has. */
export function Environment({
  view,
  change,
}: {
  readonly view: RuleEditorView
  readonly change: ChangeOf
}): VNode {
  const { form, environments } = view
  const known = form.environment === '' || environments.includes(form.environment)
  const options = known ? environments : [form.environment, ...environments]
  return (
    <div class="rule-parts">
      <span>the environment is</span>
      <select
        name="environment"
        aria-label="Environment"
        value={form.environment}
        onInput={change('environment')}
      >
        <option value="" selected={form.environment === ''}>
          any
        </option>
        {options.map((each) => (
          <option key={each} value={each} selected={each === form.environment}>
            {each}
          </option>
        ))}
      </select>
    </div>
  )
}
