import type { PageContext } from '../context.ts'
import { errorResponse, notFound } from '../error-page.tsx'
import { textField } from '../read-form.ts'
import { redirectTo, renderJson } from '../render-page.ts'
import { readDestination, type TestView } from './destination-view.ts'

/** Sends a real sample; answers what came of it as JSON for the page's script, or goes to the log. */
export async function testDestination(ctx: PageContext, id: string): Promise<Response> {
  const read = await readDestination(ctx, id)
  const project = ctx.projects.find((each) => each.id === read?.found.projectId)
  if (read === undefined || project === undefined) return notFound(ctx, 'destination')
  const { found, view } = read
  const attempt = await ctx.deps.testDestination({ destination: found, project })
  await ctx.deps.commands.recordDestinationAttempt({
    scope: [found.projectId],
    channel: found.kind,
    attempt,
  })
  if (ctx.wants === 'json') return renderJson({ attempt } satisfies TestView)
  return redirectTo(`${view.destination.href}?tested#state`)
}

/** Switches a destination on or off. */
export async function switchDestination(
  ctx: PageContext,
  id: string,
  form: FormData | undefined,
): Promise<Response> {
  const read = await readDestination(ctx, id)
  if (read === undefined) return notFound(ctx, 'destination')
  const enabled = textField(form, 'enabled') === 'true'
  await ctx.deps.commands.changeDestination({
    scope: [read.found.projectId],
    id: read.found.id,
    enabled,
    now: ctx.now,
  })
  return redirectTo(read.view.destination.href)
}

/** Removes a destination with its log. */
export async function removeDestination(ctx: PageContext, id: string): Promise<Response> {
  const read = await readDestination(ctx, id)
  if (read === undefined) return notFound(ctx, 'destination')
  await ctx.deps.commands.removeDestination({ scope: [read.found.projectId], id: read.found.id })
  return redirectTo('/alerts/destinations')
}

/** Sends what waited while a destination was switched off. */
export async function sendHeld(ctx: PageContext, id: string): Promise<Response> {
  const read = await readDestination(ctx, id)
  if (read === undefined) return notFound(ctx, 'destination')
  await ctx.deps.commands.sendHeld({ scope: [read.found.projectId], id: read.found.id, now: ctx.now })
  return redirectTo(`${read.view.destination.href}?retried`)
}

/** Makes a delivery that was given up due again. */
export async function retryDelivery(ctx: PageContext, id: string, delivery: string): Promise<Response> {
  const read = await readDestination(ctx, id)
  if (read === undefined) return notFound(ctx, 'destination')
  const { found, view } = read
  const outboxId = view.attempts.find((each) => String(each.outboxId) === delivery)?.outboxId
  const result =
    outboxId === undefined
      ? 'not-found'
      : await ctx.deps.commands.retryDelivery({ scope: [found.projectId], outboxId, now: ctx.now })
  if (result === 'done') return redirectTo(`${view.destination.href}?retried`)
  return errorResponse(ctx, {
    status: 404,
    title: 'This delivery cannot be tried again',
    text: 'It has been delivered meanwhile, or was removed with its issue.',
  })
}
