import { onCommand } from './commands.ts'
import { keep, readKept } from './kept.ts'

/** Makes the switches above the list work: application or all frames, newest first or last. Returns the first as a function. */
export function startSwitches(list: HTMLElement | null): () => void {
  const show = (all: boolean): void => {
    for (const run of list?.querySelectorAll<HTMLDetailsElement>('.run') ?? []) run.open = all
    list?.classList.toggle('all', all)
    for (const [name, pressed] of [
      ['show-app', !all],
      ['show-all', all],
    ] as const)
      document.querySelector(`[data-do="${name}"]`)?.setAttribute('aria-pressed', String(pressed))
  }
  onCommand('show-app', () => show(false))
  onCommand('show-all', () => show(true))
  let newestFirst = true
  const turn = (): void => {
    newestFirst = !newestFirst
    if (list) reverse(list)
    for (const frames of list?.querySelectorAll('.frame-links') ?? []) reverse(frames)
    for (const name of document.querySelectorAll('[data-order]'))
      name.textContent = newestFirst ? 'newest first' : 'newest last'
    keep('order', newestFirst ? 'first' : 'last')
  }
  onCommand('turn', turn)
  if (readKept('order') === 'last') turn()
  return () => show(!(list?.classList.contains('all') ?? false))
}

function reverse(element: Element): void {
  element.append(...[...element.children].reverse())
}

/** Makes the field above the list hide what does not match. */
export function startFilter(list: HTMLElement | null): void {
  const field = document.getElementById('frame-filter')
  if (!(field instanceof HTMLInputElement)) return
  field.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase()
    for (const item of list?.querySelectorAll<HTMLElement>('.frame-links > li') ?? []) {
      const fits = (item.textContent ?? '').toLowerCase().includes(wanted)
      item.hidden = !fits
      const run = item.querySelector<HTMLDetailsElement>('.run')
      if (run) run.open = wanted !== '' && fits
    }
  })
}
