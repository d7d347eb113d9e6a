import type { Reply } from '../../handlers/answer.ts'
import { negotiate } from '../../http/negotiate.ts'
import { parseWeightedList } from '../../http/weighted-list.ts'
import type { PageAccess } from '../console-protocol.ts'
import type { DebuggedFailure } from '../debugged-error.ts'
import { pageSettings } from '../page/page-settings.ts'
import { guardedReply } from './json-reply.ts'

/** A form in which a failure is shown. */
export type FailureForm = 'html' | 'json' | 'md' | 'txt'

/** Returns the form that an `Accept` header asks for; Markdown only by its name. */
export function formOf(accept: string | undefined): FailureForm {
  const ranges = parseWeightedList(accept ?? '')
  const markdown = ranges.find(({ value }) => value === 'text/markdown')?.weight ?? 0
  if (markdown > 0 && ranges.every(({ weight }) => weight <= markdown)) return 'md'
  const form = negotiate(accept)
  return form === 'problem' ? 'json' : form === 'text' ? 'txt' : 'html'
}

/** What is sent of a failure. */
export interface FormOptions {
  readonly form: FailureForm
  readonly status: number
  readonly access: PageAccess
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The editor that `open` starts, where there is one. */
  readonly launches?: string | undefined
}

/** Returns a failure in a form. What makes them is loaded when it is first needed. */
export async function failureReply(failure: DebuggedFailure, options: FormOptions): Promise<Reply> {
  const { form, status, access } = options
  const link =
    failure.debugUrl === undefined ? [] : ([['Link', `<${failure.debugUrl}>; rel="debugger"`]] as const)
  const more = [['Vary', 'Accept'], ...link] as const
  if (form === 'html') {
    const [{ renderPage }, { pageCsp }] = await Promise.all([
      import('../page/render-page.tsx'),
      import('../page/page-csp.ts'),
    ])
    const settings = pageSettings(options.environment, options.launches)
    const csp = ['Content-Security-Policy', pageCsp()] as const
    return guardedReply(status, 'text/html; charset=utf-8', renderPage(failure, access, settings), [
      csp,
      ...more,
    ])
  }
  if (form === 'json') {
    const { renderJson } = await import('../page/render-json.ts')
    return guardedReply(status, 'application/problem+json; charset=utf-8', renderJson(failure), more)
  }
  if (form === 'md') {
    const { renderMarkdown } = await import('../page/render-markdown.ts')
    return guardedReply(status, 'text/markdown; charset=utf-8', renderMarkdown(failure), more)
  }
  const { renderText } = await import('../page/render-text.ts')
  return guardedReply(status, 'text/plain; charset=utf-8', `${renderText(failure)}\n`, more)
}
