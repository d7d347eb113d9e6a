import { maxOwnershipChars } from '../../domain/ownership.ts'
import type { PageContext } from '../context.ts'
import { notFound } from '../error-page.tsx'
import type { PageRoute } from '../page-route.ts'
import { textField } from '../read-form.ts'
import { redirectTo, renderJson, renderMarkdown, renderPage } from '../render-page.ts'
import { ownershipMarkdown } from './people-markdown.ts'
import { OwnershipPage, ownershipHref } from './ownership-page.tsx'
import { projectNamed, readOwnership, type OwnershipView } from './ownership-view.ts'
import { isAsked, tryOwnership, type TryInput } from './try-view.ts'

const path = '/alerts/ownership'

/** Who owns what in a project, and who would be told. */
export const ownershipRoutes: readonly PageRoute[] = [
  { method: 'GET', path, handle: (ctx) => showOwnership(ctx) },
  { method: 'POST', path, handle: (ctx, _params, form) => answerForm(ctx, form) },
]

async function showOwnership(ctx: PageContext): Promise<Response> {
  const project = projectNamed(ctx, ctx.query.get('project') ?? '')
  if (!project) return notFound(ctx, 'project')
  const input = toInput((name) => ctx.query.get(name) ?? '')
  const view = await readOwnership(ctx, project, { input })
  const tried = isAsked(input) ? await tryOwnership(ctx, { project, raw: view.raw, input }) : undefined
  return render(ctx, { ...view, tried })
}

async function answerForm(ctx: PageContext, form: FormData | undefined): Promise<Response> {
  const project = projectNamed(ctx, ctx.query.get('project') ?? '')
  if (!project) return notFound(ctx, 'project')
  // Browsers send line breaks as CR LF.
  const raw = textField(form, 'raw')
    .replaceAll('\r\n', '\n')
    .slice(0, maxOwnershipChars + 1)
  const input = toInput((name) => textField(form, name))
  const view = await readOwnership(ctx, project, { raw, input })
  if (textField(form, 'do') === 'save') {
    if (view.problems.length > 0) return render(ctx, view, true)
    await ctx.deps.commands.setOwnership({ projectId: project.id, raw })
    return redirectTo(`${ownershipHref(project.slug)}&saved`)
  }
  const tried = isAsked(input)
    ? await tryOwnership(ctx, { project, raw, input })
    : { problem: 'Name an issue, or a path, URL or tag of an event.', rules: [] }
  return render(ctx, { ...view, tried })
}

function render(ctx: PageContext, view: OwnershipView, refused = false): Response {
  if (ctx.wants === 'json') return renderJson(view, refused ? 400 : 200)
  if (ctx.wants === 'md') return renderMarkdown(ownershipMarkdown(view), refused ? 400 : 200)
  const page = <OwnershipPage ctx={ctx} view={view} refused={refused} />
  return renderPage(page, ctx, { status: refused ? 400 : 200 })
}

/** What is asked about is cut where nothing that matches would be longer. */
function toInput(field: (name: keyof TryInput) => string): TryInput {
  const text = (name: keyof TryInput): string => field(name).trim().slice(0, 2000)
  return { issue: text('issue').toUpperCase(), path: text('path'), url: text('url'), tag: text('tag') }
}
