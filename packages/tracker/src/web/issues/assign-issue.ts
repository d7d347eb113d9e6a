import type { Assignee } from '../../domain/issue.ts'
import type { PageContext } from '../context.ts'
import { errorResponse, notFound } from '../error-page.tsx'
import { textField } from '../read-form.ts'
import { redirectTo } from '../render-page.ts'
import { returnPath } from '../return-path.ts'
import { assignmentOf } from './assignment.ts'
import { findIssue } from './detail-model.ts'

/** Answers the form that assigns an issue, and goes back to where it stood. */
export async function assignIssue(
  ctx: PageContext,
  shortId: string,
  form: FormData | undefined,
): Promise<Response> {
  const row = await findIssue(ctx, shortId)
  if (!row) return notFound(ctx, 'issue')
  const wanted = textField(form, 'assignee')
  const [kind, id] = wanted.split(':')
  const assignee: Assignee | undefined =
    kind === 'member' || kind === 'team' ? { kind, id: Number(id) } : undefined
  const { to } = assignmentOf(await ctx.deps.reads.people(), assignee)
  if (to !== wanted) {
    return errorResponse(ctx, {
      status: 400,
      title: 'There is no such member or team',
      text: 'They may have been removed meanwhile. Nothing was changed; load the issue again and choose another.',
    })
  }
  const result = await ctx.deps.commands.assignIssue({ scope: ctx.scope, issueId: row.id, assignee })
  if (result === 'not-found') return notFound(ctx, 'issue')
  const back = returnPath(form?.get('back'))
  return redirectTo(back === '/' ? `/issues/${row.shortId}` : back)
}
