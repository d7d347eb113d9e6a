import { onCommand } from './commands.ts'
import type { Consoles } from './consoles.ts'
import type { Copying } from './copying.ts'
import type { EditorLinks } from './editor.ts'
import type { Frames } from './frames.ts'
import { singleKeysWork, type Help } from './help.ts'

/** What keys can do. */
export interface KeyTargets {
  readonly frames: Frames
  readonly consoles: Consoles
  readonly copying: Copying
  readonly editor: EditorLinks
  readonly help: Help
}

/** Makes single keys work outside of text fields. */
export function startKeys(targets: KeyTargets): void {
  const { frames, consoles, copying, editor, help } = targets
  const onPanel = (run: (panel: HTMLElement) => void) => (): void => {
    const panel = frames.selected()
    if (panel) run(panel)
  }
  const commands = new Map<string, () => void>([
    ['j', () => frames.step(1)],
    ['k', () => frames.step(-1)],
    ['a', frames.toggleAll],
    ['A', frames.toggleAll],
    ['`', onPanel((panel) => consoles.focus(panel))],
    [':', onPanel((panel) => consoles.focus(panel))],
    ['e', onPanel((panel) => editor.open(panel))],
    ['v', onPanel((panel) => panel.querySelector<HTMLElement>('.variables-filter')?.focus())],
    ['C', copying.markdown],
    ['r', toggleRaw],
    ['R', toggleRaw],
    ['?', help.toggle],
  ])
  onCommand('raw', toggleRaw)
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches('.variables-filter')) filterVariables(target)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isField(event.target)) event.target.blur()
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || !singleKeysWork()) return
    const run = commands.get(event.key)
    if (!run) return
    event.preventDefault()
    run()
  })
}

function isField(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select')
}

function toggleRaw(): void {
  const raw = document.documentElement.classList.toggle('raw')
  const plain = document.getElementById('plain')
  if (plain instanceof HTMLDetailsElement) plain.open = raw
  document.querySelector('[data-do="raw"]')?.setAttribute('aria-pressed', String(raw))
  if (raw) document.getElementById('plain-text')?.focus()
}

function filterVariables(field: HTMLInputElement): void {
  const wanted = field.value.trim().toLowerCase()
  for (const item of field
    .closest('.variables')
    ?.querySelectorAll<HTMLElement>('.values > .scope > .value-list > li') ?? [])
    item.hidden = !(item.querySelector('.value-name')?.textContent ?? '').toLowerCase().includes(wanted)
}
