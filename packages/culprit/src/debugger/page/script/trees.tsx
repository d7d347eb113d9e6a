import { LiveValues } from '@culprit/view'
import { render } from 'preact'
import type { Expansion } from '../../console-protocol.ts'
import type { Session } from './session.ts'

/** Fills the parts of values when they are opened, and more of them when that is asked for. */
export function startTrees(session: Session): void {
  document.addEventListener(
    'toggle',
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || !target.open) return
      const { ref, loaded } = target.dataset
      const place = target.querySelector<HTMLElement>(':scope > .value-parts')
      if (ref === undefined || loaded !== undefined || !place) return
      target.dataset['loaded'] = ''
      void fill(session, { place, ref, from: 0 }).then((done) => {
        if (!done) delete target.dataset['loaded']
      })
    },
    // `toggle` does not bubble.
    true,
  )
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('.value-load') : null
    const item = button?.closest('li')
    if (!button || !item) return
    const place = document.createElement('div')
    item.className = 'value-rest'
    item.replaceChildren(place)
    void fill(session, { place, ref: button.dataset['ref'] ?? '', from: Number(button.dataset['from'] ?? 0) })
  })
}

interface Wanted {
  readonly place: HTMLElement
  readonly ref: string
  readonly from: number
}

async function fill(session: Session, { place, ref, from }: Wanted): Promise<boolean> {
  const state = session.state()
  if (state.kind === 'locked') {
    place.textContent =
      state.why === 'needs-key' ? 'Unlock the console to look inside.' : 'Values cannot be opened from here.'
    return false
  }
  const error = place.closest<HTMLElement>('[data-error]')?.dataset['error'] ?? ''
  const slow = setTimeout(() => (place.textContent = 'loading\u2026'), 300)
  const answer = await session.ask<Expansion>('expand', { error, ref, from })
  clearTimeout(slow)
  if (!answer.ok) {
    place.textContent = answer.status === 413 ? `Too large to be shown: ${answer.reason}` : answer.reason
    return false
  }
  const { entries, more } = answer.value
  place.replaceChildren()
  if (entries.length === 0) place.textContent = 'Nothing in it.'
  else render(<LiveValues entries={entries} more={more} owner={ref} from={from} />, place)
  return true
}
