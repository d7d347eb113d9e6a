import type { Session, SessionState } from './session.ts'

/** What stands in place of the input while the page may not evaluate. */
export interface Lock {
  follow(state: SessionState): void
  focus(): void
}

/** Makes the lock of a console: the field for the key, or why no key helps. */
export function createLock(place: HTMLElement, session: Session): Lock {
  const text = document.createElement('p')
  const form = document.createElement('div')
  const field = document.createElement('input')
  const open = document.createElement('button')
  const refused = document.createElement('p')
  field.type = 'text'
  field.placeholder = 'key'
  field.autocomplete = 'off'
  field.spellcheck = false
  field.setAttribute('aria-label', 'Key from the terminal')
  open.type = 'button'
  open.className = 'button'
  open.textContent = 'Unlock'
  form.className = 'lock-form'
  form.append(field, open)
  refused.className = 'refused'
  refused.setAttribute('role', 'alert')
  place.replaceChildren(text, form, refused)

  const unlock = async (): Promise<void> => {
    if (field.value.trim() === '') return field.focus()
    open.disabled = true
    const reason = await session.unlock(field.value)
    open.disabled = false
    refused.textContent = reason ?? ''
    if (reason !== undefined) field.select()
  }
  open.addEventListener('click', () => void unlock())
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) void unlock()
  })
  let countdown: number | undefined
  return {
    focus: () => field.focus(),
    follow: (state) => {
      clearInterval(countdown)
      place.hidden = state.kind !== 'locked' && state.kind !== 'locked-out'
      form.hidden = !(state.kind === 'locked' && state.why === 'needs-key')
      if (state.kind === 'ready') refused.textContent = ''
      if (state.kind === 'locked') text.textContent = lockWords[state.why]
      if (state.kind === 'locked-out') countdown = countDown(text, state.seconds)
    },
  }
}

const lockWords: Readonly<Record<(SessionState & { kind: 'locked' })['why'], string>> = {
  'needs-key':
    'The console is locked, since this browser runs on another machine. Enter the key that the terminal printed with the error, or open the link there.',
  'untrusted-host':
    'There is no console under this host name, since it is not on the list of trusted ones. Open the page by localhost, or add the name.',
  'switched-off': 'Evaluation is switched off in this application.',
}

function countDown(text: HTMLElement, seconds: number): number {
  let left = Math.ceil(seconds)
  const show = (): void => {
    text.textContent = `Too many wrong keys. Wait ${left} second${left === 1 ? '' : 's'}.`
    left = Math.max(0, left - 1)
  }
  show()
  return window.setInterval(show, 1000)
}
