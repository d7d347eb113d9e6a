import { gzipSync } from 'node:zlib'
import type { PageAccess } from '../console-protocol.ts'
import type { DebuggedFailure } from '../debugged-error.ts'
import { toDocument } from './document.tsx'
import { FailurePage } from './failure-page.tsx'
import { raisedError, shortHeadline } from './failure-words.ts'
import { detailSteps, fitFailure } from './fit-failure.ts'
import { pageSettings, type PageSettings } from './page-settings.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderText } from './render-text.ts'

/** Most bytes of a page after gzip. */
export const pageLimitBytes = 60_000

/**
 * Returns the page of a failure: one HTML document, nothing loaded beside it, at most 60 kB after gzip (of a failure that
 * is too large, less is shown). Send it with `pageCsp()`. With a token in `access` the page has consoles.
 */
export function renderPage(
  failure: DebuggedFailure,
  access: PageAccess,
  settings: PageSettings = pageSettings({}),
): string {
  let html = ''
  for (const [step, detail] of detailSteps.entries()) {
    html = pageOf(fitFailure(failure, detail), { access, settings, step })
    if (gzipSync(html).length <= pageLimitBytes) break
  }
  return html
}

interface Surroundings {
  readonly access: PageAccess
  readonly settings: PageSettings
  /** Place in `detailSteps`: from 1 on something was left out. */
  readonly step: number
}

function pageOf(failure: DebuggedFailure, { access, settings, step }: Surroundings): string {
  const plain = renderText(failure)
  const { request, id, process } = failure
  const live = access.token !== undefined
  return toDocument({
    title: `${shortHeadline(raisedError(failure))} // Culprit`,
    metas: { 'culprit-error': id, ...(live && { 'culprit-token': access.token }) },
    data: {
      access,
      id,
      project: process.directory,
      settings,
      ...(request && { method: request.method }),
      ...(request?.method === 'GET' && { resend: request.url }),
      ...(step < detailSteps.length - 1 && { markdown: renderMarkdown(failure) }),
    },
    body: <FailurePage {...{ failure, settings, plain, live }} cut={step > 0} />,
    comment: plain,
  })
}
