/** Returns the panel that a link of the list leads to. */
export function panelOf(link: HTMLAnchorElement): HTMLElement | undefined {
  return panelOfHash(link.hash)
}

/** Returns the panel that a fragment such as `#f0-3` names. */
export function panelOfHash(hash: string): HTMLElement | undefined {
  if (!/^#f\d+-\d+$/.test(hash)) return undefined
  return document.getElementById(hash.slice(1))?.closest<HTMLElement>('.panel') ?? undefined
}

/** A panel is a `<details>` for readers without scripts; here the list decides what is shown, so it becomes a section. */
export function toSection(panel: HTMLElement): HTMLElement {
  if (!(panel instanceof HTMLDetailsElement)) return panel
  const section = document.createElement('section')
  for (const { name, value } of panel.attributes) if (name !== 'open') section.setAttribute(name, value)
  if (panel.open) section.dataset['first'] = ''
  const head = document.createElement('div')
  const summary = panel.querySelector('summary')
  head.className = 'panel-head'
  head.append(...(summary?.childNodes ?? []))
  summary?.replaceWith(head)
  section.append(...panel.childNodes)
  panel.replaceWith(section)
  return section
}

/** Scrolls source lines to the place where it lies out of sight. */
export function showPlace(panel: HTMLElement): void {
  const box = panel.querySelector<HTMLElement>('.source')
  const mark = box?.querySelector('.caret')?.firstChild
  if (!box || !(mark instanceof Text) || mark.length === 0) return
  const range = document.createRange()
  range.setStart(mark, mark.length - 1)
  range.setEnd(mark, mark.length)
  const beyond = range.getBoundingClientRect().right + 40 - box.getBoundingClientRect().right
  if (beyond > 0) box.scrollLeft += beyond
  const line = box.querySelector<HTMLElement>('.current')
  if (line) box.scrollTop = line.offsetTop - box.offsetTop - (box.clientHeight - line.offsetHeight) / 2
}
