import { editorAddress, isEditorTemplate } from '../editors.ts'
import type { PageSettings } from '../page-settings.ts'
import { announce } from './announce.ts'
import { onCommand } from './commands.ts'
import { keep, readKept } from './kept.ts'
import type { Session } from './session.ts'

/** Opens files of frames. */
export interface EditorLinks {
  open(panel: HTMLElement): void
}

/**
 * Makes the links open the editor that the reader chose: by an address of its scheme, or by asking the server, which can
 * start one where there is no scheme. Without a choice the server does it where it found an editor.
 */
export function startEditor(session: Session, settings: PageSettings): EditorLinks {
  const choice = (): string => readKept('editor') ?? ''
  const byServer = (): boolean =>
    session.state().kind === 'ready' &&
    (choice() === 'server' || (choice() === '' && settings.launches !== undefined))

  const refresh = (): void => {
    const chosen = choice() === 'custom' ? (readKept('editor-custom') ?? '') : choice()
    for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-do="editor"]')) {
      const { file = '', line, column } = link.closest<HTMLElement>('.panel')?.dataset ?? {}
      const template = isEditorTemplate(chosen) ? chosen : settings.editor
      const address = editorAddress(
        template,
        { file, line: Number(line), column: Number(column) },
        settings.paths,
      )
      if (address !== undefined) link.href = address
    }
  }

  onCommand('editor', (link, event) => {
    const panel = link.closest<HTMLElement>('.panel')
    if (!panel || !byServer()) return
    event.preventDefault()
    void askServer(session, panel)
  })
  startChoice(refresh)
  refresh()
  return { open: (panel) => panel.querySelector<HTMLElement>('[data-do="editor"]')?.click() }
}

async function askServer(session: Session, { dataset }: HTMLElement): Promise<void> {
  const done = await session.ask<object>('open', { error: dataset['error'], frame: Number(dataset['frame']) })
  announce(done.ok ? 'Opened in the editor.' : done.reason)
}

function startChoice(refresh: () => void): void {
  const select = document.getElementById('editor-choice')
  const line = document.getElementById('editor-custom-line')
  const custom = document.getElementById('editor-custom')
  if (!(select instanceof HTMLSelectElement) || !(custom instanceof HTMLInputElement) || !line) return
  select.value = readKept('editor') ?? ''
  custom.value = readKept('editor-custom') ?? ''
  line.hidden = select.value !== 'custom'
  select.addEventListener('change', () => {
    keep('editor', select.value)
    line.hidden = select.value !== 'custom'
    refresh()
  })
  custom.addEventListener('input', () => {
    custom.setCustomValidity(
      isEditorTemplate(custom.value) ? '' : 'An address such as myeditor://open{file}:{line}',
    )
    keep('editor-custom', custom.value)
    refresh()
  })
}
