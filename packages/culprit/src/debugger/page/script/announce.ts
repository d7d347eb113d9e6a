const shownMs = 4000
let timer: number | undefined

/** Says a short text at the edge of the page, to assistive technology too, for four seconds. */
export function announce(text: string): void {
  const place = document.getElementById('announcer')
  if (!place) return
  place.textContent = text
  clearTimeout(timer)
  timer = window.setTimeout(() => (place.textContent = ''), shownMs)
}
