import type { Completions } from '../../console-protocol.ts'
import type { FrameTarget } from './frame-target.ts'
import type { Session } from './session.ts'

/** The list of completions under an input. */
export interface Completion {
  open(): void
  close(): void
  /** Takes a key while the list is open; true when it was for the list. */
  key(event: KeyboardEvent): boolean
}

/** What completing needs. */
export interface CompletionParts {
  readonly field: HTMLTextAreaElement
  readonly list: HTMLElement
  readonly target: FrameTarget
  readonly session: Session
}

/** Most options in the list. */
const most = 100

/** Makes Tab complete: a single proposal, or what all proposals share, at once; several as a list. */
export function createCompletion({ field, list, target, session }: CompletionParts): Completion {
  let from = 0
  const put = (text: string): void => {
    field.setRangeText(text, from, field.selectionStart, 'end')
  }
  const choice = createChoice(field, list)
  const accept = (label: string | undefined): void => {
    if (label !== undefined) put(label)
    choice.close()
  }
  const ask = async (): Promise<void> => {
    const { value: code, selectionStart: cursor } = field
    const answer = await session.ask<Completions>('complete', { ...target, code, cursor })
    if (!answer.ok || field.value !== code || field.selectionStart !== cursor) return
    from = answer.value.from
    const labels = answer.value.items.map(({ label }) => label)
    const shared = commonStart(labels)
    if (shared.length > cursor - from) put(shared)
    if (labels.length > 1) choice.show(answer.value)
  }
  list.addEventListener('mousedown', (event) => {
    event.preventDefault()
    accept(choice.labelOf(event.target))
  })
  field.addEventListener('blur', choice.close)
  return {
    open: () => void ask(),
    close: choice.close,
    key: (event) => {
      if (list.hidden) return false
      if (event.key === 'ArrowDown' || (event.key === 'Tab' && !event.shiftKey)) choice.move(1)
      else if (event.key === 'ArrowUp' || event.key === 'Tab') choice.move(-1)
      else if (event.key === 'Enter') accept(choice.chosen())
      else if (event.key === 'Escape') {
        choice.close()
        event.stopPropagation()
      } else return false
      return true
    },
  }
}

interface Choice {
  show(completions: Completions): void
  close(): void
  move(by: 1 | -1): void
  chosen(): string | undefined
  labelOf(target: EventTarget | null): string | undefined
}

let lists = 0

/** The list itself: a listbox whose active option the text field names. */
function createChoice(field: HTMLTextAreaElement, list: HTMLElement): Choice {
  let at = 0
  list.id = `completions-${(lists += 1)}`
  field.setAttribute('aria-controls', list.id)
  const labelAt = (index: number): string | undefined =>
    list.children[index]?.firstChild?.textContent ?? undefined
  const mark = (next: number): void => {
    list.children[at]?.removeAttribute('aria-selected')
    at = (next + list.children.length) % list.children.length
    const option = list.children[at]
    option?.setAttribute('aria-selected', 'true')
    option?.scrollIntoView({ block: 'nearest' })
    if (option) field.setAttribute('aria-activedescendant', option.id)
  }
  return {
    show: ({ items }) => {
      list.replaceChildren(
        ...items.slice(0, most).map(({ label, kind }, index) => toOption(`${list.id}-${index}`, label, kind)),
      )
      list.hidden = false
      mark(0)
    },
    close: () => {
      list.hidden = true
      list.replaceChildren()
      at = 0
      field.removeAttribute('aria-activedescendant')
    },
    move: (by) => mark(at + by),
    chosen: () => labelAt(at),
    labelOf: (target) =>
      labelAt([...list.children].findIndex((each) => target instanceof Node && each.contains(target))),
  }
}

function toOption(id: string, label: string, kind: string): HTMLElement {
  const item = document.createElement('li')
  const note = document.createElement('span')
  item.id = id
  item.role = 'option'
  item.textContent = label
  note.className = 'completion-kind'
  note.textContent = kind
  item.append(note)
  return item
}

function commonStart(labels: readonly string[]): string {
  const [first = '', ...rest] = labels
  let length = first.length
  for (const label of rest) while (!label.startsWith(first.slice(0, length))) length -= 1
  return first.slice(0, length)
}
