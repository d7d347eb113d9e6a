import { onCommand } from './commands.ts'
import { keep, readKept } from './kept.ts'

/** The dialog with keys and settings. */
export interface Help {
  toggle(): void
}

/** Makes the help dialog open and close, and keeps its choices. */
export function startHelp(): Help {
  const dialog = document.getElementById('help')
  const keys = document.getElementById('single-keys')
  const toggle = (): void => {
    if (!(dialog instanceof HTMLDialogElement)) return
    if (dialog.open) dialog.close()
    else dialog.showModal()
  }
  onCommand('help', toggle)
  onCommand('close-help', toggle)
  dialog?.addEventListener('click', (event) => {
    if (event.target === dialog) toggle()
  })
  if (keys instanceof HTMLInputElement) {
    keys.checked = singleKeysWork()
    keys.addEventListener('change', () => keep('single-keys', keys.checked ? 'on' : 'off'))
  }
  return { toggle }
}

/** Returns whether single keys are commands (WCAG 2.1.4: they can be switched off). */
export function singleKeysWork(): boolean {
  return readKept('single-keys') !== 'off'
}
