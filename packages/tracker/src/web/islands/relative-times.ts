import { longAge, shortAge } from '@culprit/view'

const everyMs = 10_000

/** Keeps `<time data-form>` elements true while the page is open. The exact instant in `title` stays. */
export function startRelativeTimes(): void {
  setInterval(() => {
    if (!document.hidden) refresh(Date.now())
  }, everyMs)
}

function refresh(now: number): void {
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-form]')) {
    const at = Date.parse(element.dateTime)
    const form = element.dataset['form']
    if (Number.isNaN(at) || (form !== 'short' && form !== 'long')) continue
    const text = form === 'short' ? shortAge(at, now) : longAge(at, now)
    // Only a text that differs is written, so that a selection survives.
    if (element.textContent !== text) element.textContent = text
  }
}
