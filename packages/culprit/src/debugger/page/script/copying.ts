import type { PageData } from '../page-data.ts'
import { announce } from './announce.ts'
import { onCommand } from './commands.ts'

/** What of the page can be copied by key. */
export interface Copying {
  markdown(): void
}

/** Makes the buttons copy. Everything they need is in the page, so they work when the process has ended. */
export function startCopying({ markdown }: PageData): Copying {
  const plain = (): string => document.getElementById('plain-text')?.textContent ?? ''
  const copyMarkdown = (): void => void copy(markdown ?? plain(), 'Copied as Markdown.')
  onCommand('copy-markdown', copyMarkdown)
  onCommand('copy-text', () => void copy(plain(), 'Copied as text.'))
  onCommand('copy-place', (element) => {
    const { file = '', line = '' } = element.closest<HTMLElement>('.panel')?.dataset ?? {}
    void copy(`${file}:${line}`, 'Copied path and line.')
  })
  return { markdown: copyMarkdown }
}

async function copy(text: string, done: string): Promise<void> {
  const copied = await copyText(text).catch(() => false)
  announce(copied ? done : 'The browser did not let us copy; mark the text and copy it by hand.')
}

async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text)
    return true
  }
  // On plain http there is no clipboard API; a selected text field and the old command still work.
  const field = document.createElement('textarea')
  const focused = document.activeElement
  field.value = text
  field.className = 'visually-hidden'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return done
}
