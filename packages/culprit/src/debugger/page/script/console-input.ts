import { createCompletion, type CompletionParts } from './completion.ts'
import type { History } from './history.ts'

/** What the input of a console needs. */
export interface ConsoleInputParts extends CompletionParts {
  readonly history: History
  /** Runs an input; resolves to false when it is not complete yet. */
  run(code: string): Promise<boolean>
  /** Stops what runs; false when nothing does. */
  cancel(): boolean
  clear(): void
}

/** Where a person types. */
export interface ConsoleInput {
  focus(): void
  enable(enabled: boolean): void
}

/** Makes the text field an input: Enter runs, Shift+Enter is a new line, arrows go through the history. */
export function createInput(parts: ConsoleInputParts): ConsoleInput {
  const { field } = parts
  const completion = createCompletion(parts)
  const recall = createRecall(parts)
  const submit = createSubmit(parts, recall.reset)
  field.addEventListener('input', () => {
    completion.close()
    fit(field)
  })
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (completion.key(event)) return event.preventDefault()
    if (event.key === 'Enter' && !event.shiftKey) submit()
    else if (event.key === 'Tab' && !event.shiftKey && field.value.trim() !== '') completion.open()
    else if (event.key === 'ArrowUp' && !event.shiftKey && onFirstLine(field)) recall.step(1)
    else if (event.key === 'ArrowDown' && !event.shiftKey && onLastLine(field)) recall.step(-1)
    else if (event.ctrlKey && event.key === 'l') parts.clear()
    else if (event.ctrlKey && event.key === 'c' && field.selectionStart === field.selectionEnd) stop(parts)
    else return
    event.preventDefault()
  })
  return {
    focus: () => field.focus(),
    enable: (enabled) => {
      field.disabled = !enabled
    },
  }
}

function stop({ cancel, field }: ConsoleInputParts): void {
  if (cancel()) return
  field.value = ''
  fit(field)
}

function createSubmit({ field, run }: ConsoleInputParts, done: () => void): () => void {
  let busy = false
  const submit = async (): Promise<void> => {
    const code = field.value
    if (busy || code.trim() === '') return
    busy = true
    field.value = ''
    fit(field)
    const complete = await run(code)
    busy = false
    done()
    // What was not complete goes on in the next line; what was typed meanwhile is kept.
    if (!complete) {
      field.value = `${code}\n${field.value}`
      field.selectionStart = field.selectionEnd = field.value.length
    }
    fit(field)
  }
  return () => void submit()
}

interface Recall {
  step(by: 1 | -1): void
  reset(): void
}

/** Goes back and forth in the history; what was typed before waits at the end. */
function createRecall({ field, history }: ConsoleInputParts): Recall {
  let steps = 0
  let draft = ''
  return {
    reset: () => (steps = 0),
    step: (by) => {
      const next = steps + by
      if (next < 0) return
      const code = next === 0 ? draft : history.back(next)
      if (code === undefined) return
      if (steps === 0) draft = field.value
      steps = next
      field.value = code
      field.selectionStart = field.selectionEnd = code.length
      fit(field)
    },
  }
}

function onFirstLine({ value, selectionStart }: HTMLTextAreaElement): boolean {
  return !value.slice(0, selectionStart).includes('\n')
}

function onLastLine({ value, selectionEnd }: HTMLTextAreaElement): boolean {
  return !value.slice(selectionEnd).includes('\n')
}

/** The field is as high as its text, up to twelve lines. */
function fit(field: HTMLTextAreaElement): void {
  field.rows = Math.min(12, field.value.split('\n').length)
}
