import { longAge, safeText, Sparkline } from '@culprit/view'
import type { VNode } from 'preact'
import { fewestSessions } from '../../domain/session-count.ts'
import { sessionsWords, type SessionsOfHour } from '../../domain/session-words.ts'
import { csrfField } from '../csrf-field.ts'
import { actionKinds } from './action-lines.ts'
import { conditionKinds } from './condition-lines.ts'
import { AttemptDetail } from './delivery-log.tsx'
import { filterKinds } from './filter-lines.ts'
import { FrequencyAndQuiet } from './rule-often.tsx'
import { checkRule, type ChangeOf, type RuleForm } from './rule-form.ts'
import { Environment, MatchChoice, RuleHead } from './rule-head.tsx'
import { RuleLines, type LineEvents } from './rule-lines.tsx'
import { previewWords } from './rule-preview.ts'
import { ruleSentence } from './rule-sentence.ts'
import type { RuleEditorView } from './rule-view.ts'

/** What a script does when somebody edits. */
export interface EditorEvents extends LineEvents {
  change(change: Partial<RuleForm>): void
  /** Sends the test without leaving the page. */
  test(): void
}

export interface RuleEditorProps {
  readonly view: RuleEditorView
  readonly csrf: string
  readonly events?: EditorEvents | undefined
  /** A test is under way. */
  readonly busy?: boolean | undefined
}

/** The form of a rule: WHEN, IF, THEN, AT MOST. Works as a plain form; with a script the sentence follows each change. */
export function RuleEditor({ view, csrf, events, busy = false }: RuleEditorProps): VNode {
  const { form, problems } = view
  const change: ChangeOf = (name) =>
    events && ((event: Event) => events.change({ [name]: inputValue(event) }))
  return (
    <form method="post" action={view.action} class="rule-form" autocomplete="off">
      <input type="hidden" name={csrfField} value={csrf} />
      {/* Enter in a field presses the first button of a form: it must be this one. */}
      <button class="visually-hidden" type="submit" name="do" value="save" tabIndex={-1} aria-hidden="true">
        Save
      </button>
      <RuleHead view={view} change={change} />
      <Sections view={view} events={events} change={change} />
      <FrequencyAndQuiet form={form} problems={problems} change={change} />
      <Summary view={view} live={events !== undefined} />
      <Buttons view={view} events={events} busy={busy} />
      <Tests view={view} />
    </form>
  )
}

interface SectionsProps {
  readonly view: RuleEditorView
  readonly events: EditorEvents | undefined
  readonly change: ChangeOf
}

function Sections({ view, events, change }: SectionsProps): VNode {
  const { form, problems } = view
  return (
    <>
      <section class="card rule-part" aria-labelledby="when">
        <h2 id="when">When</h2>
        <MatchChoice name="actionMatch" value={form.actionMatch} lines={form.when.length} change={change} />
        <RuleLines
          list="when"
          lines={form.when}
          kinds={conditionKinds(view.places)}
          problems={problems}
          joint={form.actionMatch === 'all' ? 'and' : 'or'}
          addText="Add a condition …"
          events={events}
        />
        {form.when.length === 0 && <p class="muted">Any event, since there is no condition.</p>}
      </section>
      <section class="card rule-part" aria-labelledby="if">
        <h2 id="if">If</h2>
        <Environment view={view} change={change} />
        <MatchChoice
          name="filterMatch"
          value={form.filterMatch}
          lines={form.filters.length}
          change={change}
        />
        <RuleLines
          list="filters"
          lines={form.filters}
          kinds={filterKinds(view.places)}
          problems={problems}
          joint={form.filterMatch === 'all' ? 'and' : 'or'}
          addText="Add a filter …"
          events={events}
        />
      </section>
      <section class="card rule-part" aria-labelledby="then">
        <h2 id="then">Then</h2>
        <RuleLines
          list="actions"
          lines={form.actions}
          kinds={actionKinds(view.places)}
          problems={problems}
          joint="and"
          addText="Add a place to tell …"
          events={events}
        />
        <ThenNotes view={view} />
      </section>
    </>
  )
}

type ButtonsProps = Pick<RuleEditorProps, 'view' | 'events' | 'busy'>

function Buttons({ view, events, busy = false }: ButtonsProps): VNode {
  return (
    <div class="actions">
      <button class="button primary" type="submit" name="do" value="save">
        {view.id === undefined ? 'Add rule' : 'Save'}
      </button>
      <button
        class="button"
        type="submit"
        name="do"
        value="test"
        disabled={busy}
        onClick={events && ((event: Event) => (event.preventDefault(), events.test()))}
      >
        {busy ? 'Sending …' : 'Send test'}
      </button>
      {events === undefined && (
        <button class="button" type="submit" name="do" value="preview">
          Preview
        </button>
      )}
    </div>
  )
}

function ThenNotes({ view }: { readonly view: RuleEditorView }): VNode {
  const mails = view.form.actions.some(({ kind }) => kind.startsWith('mail'))
  return (
    <>
      {mails && view.mail === 'off' && (
        <p class="form-warning rule-warning">
          Mail is off: no mail server is configured, so these mails wait and nobody is told. Start with{' '}
          <code>CULPRIT_SMTP_URL</code>, or choose another place.
        </p>
      )}
      {view.places.destinations.length === 0 && (
        <p class="muted">
          For chats and programs, <a href="/alerts/destinations">add a destination</a> first.
        </p>
      )}
    </>
  )
}

interface SummaryProps {
  readonly view: RuleEditorView
  /** A script asks for the preview. */
  readonly live: boolean
}

function Summary({ view, live }: SummaryProps): VNode {
  const { draft } = checkRule(view.form, view.places)
  const { preview } = view
  const sessions = preview === undefined ? view.sessions : preview.sessions
  return (
    <section class="rule-summary" aria-label="In words" aria-live="polite">
      <p class="rule-sentence">{ruleSentence(draft, view.places)}</p>
      {preview === undefined ? (
        // As high as what takes its place, so that nothing moves.
        <p class="rule-preview">
          {live ? 'Looking at the last 7 days …' : 'Preview says what it would have done in the last 7 days.'}
        </p>
      ) : (
        <p class="rule-preview">
          <Sparkline counts={preview.buckets} label="Fires in the last 7 days" width={140} height={24} />
          <span>It {previewWords(preview, (at) => longAge(at, preview.now))}.</span>
        </p>
      )}
      {sessions !== undefined && <SessionsNote sessions={sessions} />}
    </section>
  )
}

function SessionsNote({ sessions }: { readonly sessions: SessionsOfHour }): VNode {
  const isEnough = sessions.lastHour >= fewestSessions
  return <p class={isEnough ? 'muted' : 'form-warning rule-warning'}>{safeText(sessionsWords(sessions))}</p>
}

function Tests({ view: { tests } }: { readonly view: RuleEditorView }): VNode {
  return (
    <div id="rule-tests" class="rule-tests" aria-live="polite">
      {tests.map(({ words, ok, detail, attempt }) => (
        <section key={words} class="card" aria-label={words}>
          <p class={ok ? 'form-done' : 'form-problem'}>
            <strong>{words}</strong>: {detail}
          </p>
          {attempt !== undefined && <AttemptDetail attempt={attempt} />}
        </section>
      ))}
    </div>
  )
}

function inputValue({ currentTarget }: Event): string | boolean {
  if (currentTarget instanceof HTMLInputElement && currentTarget.type === 'checkbox')
    return currentTarget.checked
  return currentTarget !== null && 'value' in currentTarget ? String(currentTarget.value) : ''
}
