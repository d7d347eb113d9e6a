import type { PageData } from '../page-data.ts'
import { createConsole, type Console } from './console.tsx'
import { createHistory } from './history.ts'
import type { Session } from './session.ts'

/** The consoles of all frames. */
export interface Consoles {
  /** Makes sure that the frame has its console. It is made once and keeps what was done in it. */
  show(panel: HTMLElement): void
  focus(panel: HTMLElement): void
}

/** Makes a console in each panel that is shown. They share the history of inputs, which is kept for the project. */
export function startConsoles(session: Session, { project }: PageData): Consoles {
  const made = new Map<HTMLElement, Console>()
  const history = createHistory(project)
  const show = (panel: HTMLElement): void => {
    const place = panel.querySelector<HTMLElement>('.console')
    if (!place || made.has(panel)) return
    made.set(panel, createConsole({ place, panel, session, history }))
  }
  session.onChange((state) => {
    for (const each of made.values()) each.follow(state)
  })
  return { show, focus: (panel) => made.get(panel)?.focus() }
}
