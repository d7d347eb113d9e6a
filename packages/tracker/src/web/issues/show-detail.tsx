import type { PageContext } from '../context.ts'
import { notFound } from '../error-page.tsx'
import { renderJson, renderMarkdown, renderPage } from '../render-page.ts'
import { IssueDetail } from './detail.tsx'
import { detailMarkdown, parseMarkdownSize } from './detail-markdown.ts'
import { findIssue, readDetailModel } from './detail-model.ts'
import { parseDetailRequest } from './detail-request.ts'

/** Answers an issue page, with its latest stored event or the one named. An event that is not stored is a 404 with the issue. */
export async function showDetail(ctx: PageContext, shortId: string, eventId?: string): Promise<Response> {
  if (eventId !== undefined && !/^[0-9a-f]{32}$/.test(eventId)) return notFound(ctx, 'event')
  const row = await findIssue(ctx, shortId)
  if (!row) return notFound(ctx, 'issue')
  const model = await readDetailModel(ctx, row, eventId)
  const status = eventId !== undefined && !model.event ? 404 : 200
  if (ctx.wants === 'json') return renderJson(model, status)
  if (ctx.wants === 'md') {
    return renderMarkdown(
      detailMarkdown(model, ctx.deps.config.baseUrl, parseMarkdownSize(ctx.query.get('size'))),
      status,
    )
  }
  return renderPage(
    <IssueDetail ctx={ctx} model={model} request={parseDetailRequest(ctx.query, eventId)} />,
    ctx,
    { status },
  )
}
