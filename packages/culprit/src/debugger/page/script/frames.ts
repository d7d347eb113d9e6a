import { onCommand } from './commands.ts'
import { panelOf, panelOfHash, showPlace, toSection } from './frame-panels.ts'
import { startFilter, startSwitches } from './frame-switches.ts'

/** The list of frames and the panel that belongs to the selected one. */
export interface Frames {
  /** Calls back with the panel whenever another one is shown. */
  onSelect(listener: (panel: HTMLElement) => void): void
  /** Selects the frame of the address, else the first one of the application. */
  start(): void
  /** Goes down or up the list as it is shown. */
  step(by: 1 | -1): void
  toggleAll(): void
  selected(): HTMLElement | undefined
}

/** Makes panes of the page: one panel is shown at a time, and the list chooses it. */
export function startFrames(): Frames {
  const list = document.getElementById('stack-list')
  const panels = [...document.querySelectorAll<HTMLElement>('.panel')].map(toSection)
  const listeners: ((panel: HTMLElement) => void)[] = []
  let selected: HTMLElement | undefined

  const select = (panel: HTMLElement): void => {
    selected = panel
    for (const each of panels) each.classList.toggle('selected', each === panel)
    markLink(list, panel)
    showPlace(panel)
    for (const listener of listeners) listener(panel)
  }
  const go = (link: HTMLAnchorElement | undefined): void => {
    const panel = link && panelOf(link)
    if (!panel) return
    history.replaceState(null, '', link.hash)
    select(panel)
  }
  const step = (by: 1 | -1): void => {
    const shown = visibleLinks(list)
    const at = shown.findIndex((link) => panelOf(link) === selected)
    go(shown[Math.max(0, Math.min(shown.length - 1, at + by))])
  }
  list?.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.frame-link') : null
    if (!link) return
    event.preventDefault()
    go(link)
  })
  window.addEventListener('hashchange', () => {
    const panel = panelOfHash(location.hash)
    if (panel) select(panel)
  })
  onCommand('previous', () => step(-1))
  onCommand('next', () => step(1))
  startFilter(list)
  return {
    onSelect: (listener) => void listeners.push(listener),
    start: () => {
      const first =
        panelOfHash(location.hash) ?? panels.find(({ dataset }) => 'first' in dataset) ?? panels[0]
      if (first) select(first)
    },
    step,
    toggleAll: startSwitches(list),
    selected: () => selected,
  }
}

function visibleLinks(list: HTMLElement | null): readonly HTMLAnchorElement[] {
  const links = list?.querySelectorAll<HTMLAnchorElement>('.frame-link') ?? []
  return [...links].filter((link) => link.checkVisibility())
}

function markLink(list: HTMLElement | null, panel: HTMLElement): void {
  const links = [...(list?.querySelectorAll<HTMLAnchorElement>('.frame-link') ?? [])]
  for (const link of links) link.removeAttribute('aria-current')
  const link = links.find((each) => panelOf(each) === panel)
  const run = link?.closest<HTMLDetailsElement>('.run')
  if (run) run.open = true
  link?.setAttribute('aria-current', 'true')
  if (list && link) reveal(list, link)
  const text = document.getElementById('stepper-text')
  const shown = visibleLinks(list)
  if (text && link)
    text.textContent = `${panel.querySelector('.panel-function')?.textContent ?? ''} ${shown.indexOf(link) + 1}/${shown.length}`
}

/** Scrolls the list alone, never the page: on a narrow screen the list is far above what is read. */
function reveal(list: HTMLElement, link: HTMLElement): void {
  const [outer, inner] = [list.getBoundingClientRect(), link.getBoundingClientRect()]
  if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom
}
