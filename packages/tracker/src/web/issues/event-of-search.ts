import type { PageContext } from '../context.ts'

/**
 * Returns the address of the event whose id a search consists of: an error page, a log line and the debugger name an
 * error by it. Undefined for every other search, and for an event that is not stored (yet).
 */
export async function eventOfSearch(ctx: PageContext): Promise<string | undefined> {
  const id = (ctx.query.get('query') ?? '').trim().toLowerCase().replaceAll('-', '')
  if (!/^[\da-f]{32}$/.test(id)) return undefined
  const { reads } = ctx.deps
  for (const projectId of ctx.scope) {
    const found = await reads.eventById(ctx.scope, projectId, id)
    const issue = found && (await reads.issueById(ctx.scope, found.row.issueId))
    if (issue) return `/issues/${issue.shortId}/events/${id}`
  }
  return undefined
}
