import type { PageContext } from '../context.ts'
import type { PageRoute } from '../page-route.ts'
import { assignIssue } from './assign-issue.ts'
import { showAttachment } from './show-attachment.ts'
import { showDetail } from './show-detail.tsx'
import { setStatus } from './set-status.ts'
import { showList } from './show-list.tsx'

/** The routes of the issue pages, each in all its representations. */
export const issueRoutes: readonly PageRoute[] = [
  { method: 'GET', path: '/issues', handle: (ctx: PageContext) => showList(ctx) },
  { method: 'GET', path: '/issues/:short', handle: (ctx, params) => showDetail(ctx, params['short'] ?? '') },
  {
    method: 'GET',
    path: '/issues/:short/events/:event',
    handle: (ctx, params) => showDetail(ctx, params['short'] ?? '', params['event']),
  },
  {
    method: 'GET',
    path: '/issues/:short/events/:event/attachments/:index',
    handle: (ctx, params) => showAttachment(ctx, params),
  },
  {
    method: 'POST',
    path: '/issues/:short/status',
    handle: (ctx, params, form) => setStatus(ctx, params['short'] ?? '', form),
  },
  {
    method: 'POST',
    path: '/issues/:short/assign',
    handle: (ctx, params, form) => assignIssue(ctx, params['short'] ?? '', form),
  },
]
