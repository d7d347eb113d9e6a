import type { PageContext } from '../context.ts'
import { redirectTo, renderJson, renderMarkdown, renderPage } from '../render-page.ts'
import { eventOfSearch } from './event-of-search.ts'
import { IssueList } from './list.tsx'
import { listMarkdown } from './list-markdown.ts'
import { readListModel } from './list-model.ts'

/** Answers the issue list in the representation asked for; a search for an event's id leads to the event. */
export async function showList(ctx: PageContext): Promise<Response> {
  const event = ctx.wants === 'html' ? await eventOfSearch(ctx) : undefined
  if (event !== undefined) return redirectTo(event)
  const model = await readListModel(ctx)
  if (ctx.wants === 'json') return renderJson(model)
  if (ctx.wants === 'md') return renderMarkdown(listMarkdown(model, ctx.deps.config.baseUrl))
  return renderPage(<IssueList ctx={ctx} model={model} />, ctx)
}
