import { clip, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageAccess } from '../console-protocol.ts'
import { BarTools } from './bar.tsx'
import { toDocument } from './document.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { pageSettings } from './page-settings.ts'

/** What `renderConsolePage` tells of the process. */
export interface ConsolePageFacts {
  /** Directory of the project; the history of inputs is kept by it. */
  readonly directory?: string | undefined
}

/** Returns the page of the console that belongs to no error: error `console`, frame 0. */
export function renderConsolePage(access: PageAccess, { directory = '' }: ConsolePageFacts = {}): string {
  const settings = pageSettings({})
  const body: VNode = (
    <>
      <header class="bar">
        <span class="asked">
          <span class="method">Console</span> <bdi>{safeText(clip(directory, 300))}</bdi>
        </span>
        <div class="bar-actions">
          <BarTools />
        </div>
      </header>
      <main class="console-page">
        <h1 class="visually-hidden">Console of the application</h1>
        <p class="banner js-only" id="banner" role="status" hidden />
        <noscript>
          <p class="left-out">The console needs scripts.</p>
        </noscript>
        <div class="panels" id="panels">
          <div class="panel" data-error="console" data-frame="0" data-live="live">
            <section class="console js-only" aria-label="Console" />
          </div>
        </div>
      </main>
      <HelpDialog settings={settings} />
      <div class="toast" id="announcer" role="status" aria-live="polite" />
    </>
  )
  return toDocument({
    title: 'Console // Culprit',
    metas: {
      'culprit-error': 'console',
      ...(access.token !== undefined && { 'culprit-token': access.token }),
    },
    data: { access, id: 'console', project: directory, settings },
    body,
  })
}
