import type { IssueStatus } from '../../domain/issue.ts'
import type { PageContext } from '../context.ts'
import { errorResponse, notFound } from '../error-page.tsx'
import { redirectTo } from '../render-page.ts'
import { returnPath } from '../return-path.ts'
import { findIssue } from './detail-model.ts'

const statuses: readonly IssueStatus[] = ['unresolved', 'resolved', 'ignored']

/** Answers the form that resolves, ignores or reopens an issue, and goes back to where it stood. */
export async function setStatus(
  ctx: PageContext,
  shortId: string,
  form: FormData | undefined,
): Promise<Response> {
  const wanted = form?.get('status')
  const status = statuses.find((known) => known === wanted)
  if (!status) {
    return errorResponse(ctx, {
      status: 400,
      title: 'Unknown status',
      text: 'An issue can be unresolved, resolved or ignored. Nothing was changed.',
    })
  }
  const row = await findIssue(ctx, shortId)
  if (!row) return notFound(ctx, 'issue')
  const result = await ctx.deps.commands.setIssueStatus({
    scope: ctx.scope,
    issueId: row.id,
    status,
    now: ctx.now,
  })
  if (result === 'not-found') return notFound(ctx, 'issue')
  const back = returnPath(form?.get('back'))
  return redirectTo(back === '/' ? `/issues/${row.shortId}` : back)
}
