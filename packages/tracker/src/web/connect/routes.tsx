import type { PageContext } from '../context.ts'
import { notFound } from '../error-page.tsx'
import type { PageRoute } from '../page-route.ts'
import { redirectTo, renderJson, renderMarkdown, renderPage } from '../render-page.ts'
import { connectMarkdown } from './connect-markdown.ts'
import { ConnectPage } from './connect-page.tsx'
import { connectView } from './connect-view.ts'

/** How to connect an application to a project; `/connect` leads to the first one. */
export const connectRoutes: readonly PageRoute[] = [
  { method: 'GET', path: '/connect', handle: (ctx) => toFirstProject(ctx) },
  { method: 'GET', path: '/projects/:slug/connect', handle: (ctx, { slug = '' }) => showConnect(ctx, slug) },
]

async function toFirstProject(ctx: PageContext): Promise<Response> {
  const first = ctx.projects.find((project) => !project.internal)
  const platform = ctx.query.get('platform')
  const query = platform === null ? '' : `?${new URLSearchParams({ platform }).toString()}`
  return first ? redirectTo(`/projects/${first.slug}/connect${query}`) : notFound(ctx, 'project')
}

async function showConnect(ctx: PageContext, slug: string): Promise<Response> {
  const project = await ctx.deps.reads.projectBySlug(ctx.scope, slug)
  if (!project) return notFound(ctx, 'project')
  const view = await connectView(ctx, project, ctx.query.get('platform'))
  if (ctx.wants === 'json') return renderJson(view)
  if (ctx.wants === 'md') return renderMarkdown(connectMarkdown(view, ctx.deps.config.baseUrl))
  return renderPage(<ConnectPage ctx={ctx} view={view} />, ctx)
}
