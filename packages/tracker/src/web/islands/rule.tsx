import { render } from 'preact'
import { addLine, readRuleForm, removeLine } from '../alerts/read-rule-form.ts'
import { RuleEditor, type EditorEvents } from '../alerts/rule-editor.tsx'
import type { RuleForm } from '../alerts/rule-form.ts'
import type { RulePreview } from '../alerts/rule-preview.ts'
import type { RuleEditorView, RuleTest } from '../alerts/rule-view.ts'

const root = document.getElementById('rule-editor')
const data = document.getElementById('rule-view')?.dataset['view']
// Written by the page of the same release.
if (root && data !== undefined) start(root, JSON.parse(data) as RuleEditorView)

/** A preview is asked for when nothing was changed for this long. */
const quietMs = 400

function start(editor: HTMLElement, first: RuleEditorView): void {
  let view = withTyped(first, editor)
  let isChanged = false
  let busy = false
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const csrf = editor.dataset['csrf'] ?? ''

  const show = (): void => render(<RuleEditor view={view} csrf={csrf} events={events} busy={busy} />, editor)
  const edit = (form: RuleForm): void => {
    view = { ...view, form, problems: {}, tests: [] }
    isChanged = true
    show()
    clearTimeout(timer)
    timer = setTimeout(() => void preview(), quietMs)
  }
  const preview = async (): Promise<void> => {
    const mine = ++asked
    const answer = await post<{ readonly preview?: RulePreview }>(editor, 'preview')
    if (mine !== asked || answer === undefined) return
    view = { ...view, preview: answer.preview }
    show()
  }
  const test = async (): Promise<void> => {
    busy = true
    show()
    const answer = await post<{ readonly tests: readonly RuleTest[] }>(editor, 'test')
    busy = false
    view = { ...view, tests: answer?.tests ?? [noAnswer] }
    show()
    document.getElementById('rule-tests')?.scrollIntoView({ block: 'nearest' })
  }
  const events: EditorEvents = {
    change: (change) => edit({ ...view.form, ...change }),
    set: (list, index, name, value) => {
      const lines = view.form[list].map((line, place) =>
        place === index ? { ...line, values: { ...line.values, [name]: value } } : line,
      )
      edit({ ...view.form, [list]: lines })
    },
    add: (list, kind) => edit(addLine(view.form, list, kind, view.places)),
    remove: (list, index) => edit(removeLine(view.form, list, index)),
    test: () => void test(),
  }
  const focused = document.activeElement?.getAttribute('name') ?? ''
  editor.replaceChildren()
  show()
  if (focused !== '') editor.querySelector<HTMLElement>(`[name="${CSS.escape(focused)}"]`)?.focus()
  // The page comes without it: it takes a moment that nobody should wait for.
  void preview()
  editor.addEventListener('submit', () => (isChanged = false))
  addEventListener('beforeunload', (event) => {
    if (isChanged) event.preventDefault()
  })
}

/** What was typed before the script came, or what a browser filled in on the way back, must not be lost. */
function withTyped(view: RuleEditorView, editor: HTMLElement): RuleEditorView {
  const form = editor.querySelector('form')
  return form ? { ...view, form: readRuleForm(new FormData(form), view.places) } : view
}

const noAnswer: RuleTest = {
  words: 'Test',
  ok: false,
  detail: 'the tracker did not answer. Load this page again and repeat the test.',
}

async function post<T>(editor: HTMLElement, which: 'preview' | 'test'): Promise<T | undefined> {
  const form = editor.querySelector('form')
  if (!form) return undefined
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  try {
    const answer = await fetch(editor.dataset[which] ?? '', {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(60_000),
    })
    // Our own server, the same release: the shape is the one this bundle was built with.
    return answer.ok ? ((await answer.json()) as T) : undefined
  } catch {
    return undefined
  }
}
