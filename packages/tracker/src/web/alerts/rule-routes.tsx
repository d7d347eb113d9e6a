import type { AlertRule } from '../../domain/alert-rule.ts'
import type { Project } from '../../domain/project.ts'
import type { PageContext } from '../context.ts'
import { errorResponse, notFound } from '../error-page.tsx'
import type { PageRoute } from '../page-route.ts'
import { textField } from '../read-form.ts'
import { redirectTo, renderJson, renderMarkdown, renderPage } from '../render-page.ts'
import { visibleScope } from './destination-view.ts'
import { previewRule } from './preview-rule.ts'
import { applyStep, readRuleForm } from './read-rule-form.ts'
import { checkRule } from './rule-form.ts'
import { RuleListPage } from './rule-list.tsx'
import { ruleListMarkdown, ruleMarkdown } from './rule-markdown.ts'
import { RulePage } from './rule-page.tsx'
import { testRule } from './rule-tests.ts'
import { firedItems, readEditor, readRuleList, type EditorInput, type RuleEditorView } from './rule-view.ts'

const one = '/alerts/rules/:id'

/** When to tell, about what, and whom. */
export const ruleRoutes: readonly PageRoute[] = [
  { method: 'GET', path: '/alerts', handle: (ctx) => showList(ctx) },
  { method: 'GET', path: '/alerts/rules', handle: async () => redirectTo('/alerts') },
  { method: 'GET', path: '/alerts/rules/new', handle: (ctx) => showEditor(ctx, {}) },
  {
    method: 'POST',
    path: '/alerts/rules/new',
    handle: (ctx, _params, form) => answerForm(ctx, undefined, form),
  },
  { method: 'POST', path: '/alerts/rules/preview', handle: (ctx, _params, form) => preview(ctx, form) },
  { method: 'POST', path: '/alerts/rules/test', handle: (ctx, _params, form) => test(ctx, form) },
  { method: 'GET', path: one, handle: (ctx, { id = '' }) => showRule(ctx, id) },
  { method: 'POST', path: one, handle: (ctx, { id = '' }, form) => changeRule(ctx, id, form) },
  { method: 'POST', path: `${one}/remove`, handle: (ctx, { id = '' }) => removeRule(ctx, id) },
]

async function showList(ctx: PageContext): Promise<Response> {
  const view = await readRuleList(ctx)
  if (ctx.wants === 'json') return renderJson(view)
  if (ctx.wants === 'md') return renderMarkdown(ruleListMarkdown(view))
  return renderPage(<RuleListPage ctx={ctx} view={view} />, ctx)
}

async function findRule(ctx: PageContext, id: string): Promise<AlertRule | undefined> {
  return /^[1-9]\d{0,14}$/.test(id) ? ctx.deps.reads.alertRule(visibleScope(ctx), Number(id)) : undefined
}

async function showRule(ctx: PageContext, id: string): Promise<Response> {
  const rule = await findRule(ctx, id)
  return rule === undefined ? notFound(ctx, 'rule') : showEditor(ctx, { rule })
}

/** The project that a form names, or the first. */
function projectOf(ctx: PageContext, form?: FormData): Project | undefined {
  const projects = ctx.projects.filter(({ internal }) => !internal)
  const slug = textField(form, 'project') || ctx.query.get('project')
  return projects.find((project) => project.slug === slug) ?? projects[0]
}

async function showEditor(ctx: PageContext, input: Partial<EditorInput>): Promise<Response> {
  const projectId = input.rule?.projectId ?? input.projectId ?? projectOf(ctx)?.id
  if (projectId === undefined) return notFound(ctx, 'project')
  const view = await readEditor(ctx, { ...input, projectId })
  return renderEditor(ctx, view, input.rule)
}

async function renderEditor(
  ctx: PageContext,
  view: RuleEditorView,
  rule: AlertRule | undefined,
): Promise<Response> {
  const alerts =
    rule === undefined ? [] : await ctx.deps.reads.alerts([rule.projectId], { ruleId: rule.id, limit: 10 })
  const fired = await firedItems(ctx, alerts, [])
  if (ctx.wants === 'json') return renderJson({ ...view, fired })
  if (ctx.wants === 'md') return renderMarkdown(ruleMarkdown(view, fired))
  const status = Object.keys(view.problems).length > 0 ? 400 : 200
  return renderPage(<RulePage ctx={ctx} view={view} fired={fired} />, ctx, { status })
}

async function changeRule(ctx: PageContext, id: string, form: FormData | undefined): Promise<Response> {
  const rule = await findRule(ctx, id)
  return rule === undefined ? notFound(ctx, 'rule') : answerForm(ctx, rule, form)
}

/** Answers a button of the form: saves, or shows the form again with a line more or less, a preview or a test. */
async function answerForm(
  ctx: PageContext,
  rule: AlertRule | undefined,
  sent: FormData | undefined,
): Promise<Response> {
  const project = rule ? ctx.projects.find(({ id }) => id === rule.projectId) : projectOf(ctx, sent)
  if (project === undefined) return notFound(ctx, 'project')
  const view = await readEditor(ctx, { rule, projectId: project.id })
  const { places } = view
  const { step, form } = applyStep(readRuleForm(sent, places), sent, places)
  const { draft, problems } = checkRule(form, places)
  if (step === 'save' && Object.keys(problems).length === 0) return save(ctx, { rule, project, draft })
  const tests = step === 'test' ? await testRule(ctx, { draft, project, places }) : []
  const shown = step === 'save' ? problems : {}
  const preview = await previewRule(ctx, { projectId: project.id, draft })
  return renderEditor(ctx, { ...view, form, problems: shown, tests, preview }, rule)
}

interface SaveInput {
  readonly rule: AlertRule | undefined
  readonly project: Project
  readonly draft: Parameters<PageContext['deps']['commands']['createAlertRule']>[0]['draft']
}

async function save(ctx: PageContext, { rule, project, draft }: SaveInput): Promise<Response> {
  const { commands } = ctx.deps
  const scope = [project.id]
  const saved =
    rule === undefined
      ? await commands.createAlertRule({ scope, projectId: project.id, draft, now: ctx.now })
      : await commands.updateAlertRule({ scope, ruleId: rule.id, draft, now: ctx.now })
  if (saved === 'not-found') return notFound(ctx, 'rule')
  if (saved === 'too-many') {
    return errorResponse(ctx, {
      status: 400,
      title: 'The project has as many rules as it may',
      text: 'Remove one that is no longer used, then add this one again.',
    })
  }
  return redirectTo(`/alerts/rules/${saved.id}?saved`)
}

async function removeRule(ctx: PageContext, id: string): Promise<Response> {
  const rule = await findRule(ctx, id)
  if (rule === undefined) return notFound(ctx, 'rule')
  await ctx.deps.commands.deleteAlertRule({ scope: [rule.projectId], ruleId: rule.id })
  return redirectTo('/alerts?removed')
}

/** For the script: what the rule as it is being edited would have done. */
async function preview(ctx: PageContext, sent: FormData | undefined): Promise<Response> {
  const project = projectOf(ctx, sent)
  if (project === undefined) return notFound(ctx, 'project')
  const { places } = await readEditor(ctx, { projectId: project.id })
  const { draft } = checkRule(readRuleForm(sent, places), places)
  return renderJson({ preview: await previewRule(ctx, { projectId: project.id, draft }) })
}

/** For the script: sends the rule as it is being edited to each of its places. */
async function test(ctx: PageContext, sent: FormData | undefined): Promise<Response> {
  const project = projectOf(ctx, sent)
  if (project === undefined) return notFound(ctx, 'project')
  const { places } = await readEditor(ctx, { projectId: project.id })
  const { draft } = checkRule(readRuleForm(sent, places), places)
  return renderJson({ tests: await testRule(ctx, { draft, project, places }) })
}
