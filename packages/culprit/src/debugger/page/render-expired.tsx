import type { VNode } from 'preact'
import { BarTools } from './bar.tsx'
import { toDocument } from './document.tsx'
import { expiredWords, type ExpiredState } from './expired-words.ts'
import { pageSettings } from './page-settings.ts'

/** Returns the page that stands in place of an error that this process does not have (any more). Send it with 410. */
export function renderExpired(expired: ExpiredState): string {
  const { title, text, advice } = expiredWords(expired)
  const body: VNode = (
    <>
      <header class="bar">
        <span class="badge badge-warn">410</span>
        <div class="bar-actions">
          <BarTools />
        </div>
      </header>
      <main class="alone">
        <h1>{title}</h1>
        <p>{text}</p>
        <p>{advice}</p>
      </main>
    </>
  )
  return toDocument({
    title: `${title} // Culprit`,
    metas: {},
    data: { access: { base: '/' }, id: '', project: '', settings: pageSettings({}) },
    body,
  })
}
