import type { PageContext } from '../context.ts'
import type { PageRoute } from '../page-route.ts'
import { renderJson, renderPage } from '../render-page.ts'
import { UsagePage } from './usage-page.tsx'
import { usageView } from './usage-view.ts'

/** What came in, what was lost and why, and what was sent. */
export const usageRoutes: readonly PageRoute[] = [
  { method: 'GET', path: '/usage', handle: (ctx) => showUsage(ctx) },
]

async function showUsage(ctx: PageContext): Promise<Response> {
  const view = await usageView(ctx)
  return ctx.wants === 'json' ? renderJson(view) : renderPage(<UsagePage ctx={ctx} view={view} />, ctx)
}
