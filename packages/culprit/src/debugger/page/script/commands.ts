/** Calls back when an element with `data-do="NAME"` is activated. */
export function onCommand(name: string, run: (element: HTMLElement, event: MouseEvent) => void): void {
  document.addEventListener('click', (event) => {
    const target =
      event.target instanceof Element ? event.target.closest<HTMLElement>(`[data-do="${name}"]`) : null
    if (target) run(target, event)
  })
}
