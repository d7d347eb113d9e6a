/** Scrolls source lines sideways where the place of the crash lies out of sight, now and when a frame is opened. */
export function startCarets(): void {
  for (const box of document.querySelectorAll<HTMLElement>('details[open] .source')) showCaret(box)
  document.addEventListener(
    'toggle',
    ({ target }) => {
      const frame = target instanceof HTMLDetailsElement && target.open ? target : undefined
      const box = frame?.querySelector<HTMLElement>(':scope > .frame-body > .source')
      if (box) showCaret(box)
    },
    // `toggle` does not bubble.
    true,
  )
}

/** Kept free to the right of the place, in pixels, so that what fails is read with it. */
const room = 120

function showCaret(box: HTMLElement): void {
  const text = box.querySelector('.caret')?.firstChild
  if (!(text instanceof Text) || text.length === 0) return
  const range = document.createRange()
  range.setStart(text, text.length - 1)
  range.setEnd(text, text.length)
  const beyond = range.getBoundingClientRect().right + room - box.getBoundingClientRect().right
  if (beyond > 0) box.scrollLeft += beyond
}
