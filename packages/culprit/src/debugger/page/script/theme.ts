import { onCommand } from './commands.ts'
import { keep, readKept } from './kept.ts'

/** Sets the theme the reader chose; else the system's preference decides. */
export function applyTheme(theme: string | undefined = readKept('theme')): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme
}

/** Makes the button switch between light and dark. */
export function startTheme(): void {
  onCommand('theme', () => {
    const chosen = document.documentElement.dataset['theme']
    const dark = chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark'
    const next = dark ? 'light' : 'dark'
    keep('theme', next)
    applyTheme(next)
  })
}
