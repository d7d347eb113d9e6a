import type { VNode } from 'preact'
import { BarePage } from './bare-page.tsx'
import type { PageContext } from './context.ts'
import { Page } from './page.tsx'
import { renderJson, renderMarkdown, renderPage } from './render-page.ts'
import type { WebDeps } from './web-deps.ts'

/** An error to tell a person about: what happened, why, what to do. */
export interface ErrorNotice {
  readonly status: number
  readonly title: string
  readonly text: string
  /** Names this failure in the log and in the internal project. */
  readonly reference?: string | undefined
}

/** Returns the 404 of a signed-in page in the representation asked for. `what` names what is not there: "issue". */
export function notFound(ctx: PageContext, what = 'page'): Response {
  return errorResponse(ctx, {
    status: 404,
    title: 'Not found',
    text: `There is no such ${what} here. It may have been deleted, or the address is incomplete.`,
  })
}

/** Returns an error of a signed-in page in the representation asked for. */
export function errorResponse(ctx: PageContext, notice: ErrorNotice): Response {
  return withReference(signedInResponse(ctx, notice), notice)
}

/** The library's header: the same id is in the log and, as an event's, in the tracker. */
function withReference(response: Response, { reference }: ErrorNotice): Response {
  if (reference !== undefined) response.headers.set('x-request-error', reference)
  return response
}

function signedInResponse(ctx: PageContext, notice: ErrorNotice): Response {
  if (ctx.wants === 'json')
    return renderJson({ detail: notice.text, reference: notice.reference }, notice.status)
  if (ctx.wants === 'md') return renderMarkdown(`# ${notice.title}\n\n${notice.text}\n`, notice.status)
  const page = (
    <Page ctx={ctx} title={notice.title} active="issues">
      <section class="card notice">
        <h1>{notice.title}</h1>
        <ErrorBody notice={notice} />
        <p>
          <a class="button" href="/issues">
            Go to the issues
          </a>
        </p>
      </section>
    </Page>
  )
  return renderPage(page, ctx, { status: notice.status })
}

/** Returns an error for somebody who is not signed in. */
export function bareErrorResponse(deps: Pick<WebDeps, 'assets' | 'config'>, notice: ErrorNotice): Response {
  const page = (
    <BarePage title={notice.title} assets={deps.assets}>
      <ErrorBody notice={notice} />
      <p>
        <a class="button" href="/sign-in">
          Sign in
        </a>
      </p>
    </BarePage>
  )
  return withReference(renderPage(page, { deps }, { status: notice.status }), notice)
}

function ErrorBody({ notice }: { readonly notice: ErrorNotice }): VNode {
  return (
    <>
      <p>{notice.text}</p>
      {notice.reference !== undefined && (
        <p class="muted">
          Reference <code>{notice.reference}</code>. The error itself is in the tracker's log and, where it
          reports them, in its internal project.
        </p>
      )}
    </>
  )
}
