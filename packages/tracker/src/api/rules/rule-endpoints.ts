import { dryRun } from '../../digest/alerts/dry-run.ts'
import { ruleLimits, type AlertRule } from '../../domain/alert-rule.ts'
import { dayMs } from '../../domain/instant.ts'
import { readRulePast } from '../../query/rule-past.ts'
import { requireOrganisation, requireProject } from '../access.ts'
import type { ApiCall } from '../api-call.ts'
import { ApiError, apiJson } from '../api-error.ts'
import { FieldErrors } from '../field-errors.ts'
import { readJson } from '../read-json.ts'
import { checkTargets } from './check-targets.ts'
import { previewJson } from './preview-json.ts'
import { parseRule } from './parse-rule.ts'
import { ruleJson, type RuleJson } from './rule-json.ts'

const notFound = 'The requested resource does not exist'

/** Lists a project's rules, oldest first. */
export async function listRules(call: ApiCall): Promise<Response> {
  const project = projectOf(call)
  const rules = await call.deps.reads.alertRules([project.id])
  return apiJson(await Promise.all(rules.map((rule) => serve(call, rule, project.slug))))
}

/** Makes a rule, and answers it. */
export async function postRule(call: ApiCall): Promise<Response> {
  const project = projectOf(call)
  const draft = parseRule(await readJson(call.request), await call.deps.reads.destinations([project.id]))
  await checkTargets(call, draft)
  const { scope } = call.access
  const rule = await call.deps.commands.createAlertRule({
    scope,
    projectId: project.id,
    draft,
    now: call.now,
  })
  if (rule === 'not-found') throw new ApiError(404, notFound)
  if (rule === 'too-many')
    throw new FieldErrors({
      conditions: [`You may not have more than ${ruleLimits.rulesOfProject} rules in a project.`],
    })
  return apiJson(ruleJson(rule, project.slug))
}

/** Answers one rule. */
export async function getRule(call: ApiCall): Promise<Response> {
  const project = projectOf(call)
  return apiJson(await serve(call, await requireRule(call, project.id), project.slug))
}

/** Changes a rule: what the body leaves out stays. Answers the rule. */
export async function putRule(call: ApiCall): Promise<Response> {
  const project = projectOf(call)
  const before = await requireRule(call, project.id)
  const destinations = await call.deps.reads.destinations([project.id])
  const draft = parseRule(await readJson(call.request), destinations, before)
  await checkTargets(call, draft)
  const rule = await call.deps.commands.updateAlertRule({
    scope: [project.id],
    ruleId: before.id,
    draft,
    now: call.now,
  })
  if (rule === 'not-found') throw new ApiError(404, notFound)
  return apiJson(await serve(call, rule, project.slug))
}

/** Removes a rule; what it has fired stays. */
export async function deleteRule(call: ApiCall): Promise<Response> {
  const project = projectOf(call)
  const { id } = await requireRule(call, project.id)
  const outcome = await call.deps.commands.deleteAlertRule({ scope: [project.id], ruleId: id })
  if (outcome === 'not-found') throw new ApiError(404, notFound)
  return new Response(null, { status: 202 })
}

const previewMs = 7 * dayMs
const previewEvents = 50_000

/** Tries a rule on the events of the last seven days, and stores nothing. */
export async function previewRule(call: ApiCall): Promise<Response> {
  const project = projectOf(call)
  const draft = parseRule(await readJson(call.request), await call.deps.reads.destinations([project.id]))
  const since = call.now - previewMs
  const { now } = call
  const input = { projectId: project.id, draft, since, now, limit: previewEvents }
  const past = await readRulePast(call.deps.reads, input)
  const { isComplete, ofHour } = past
  return apiJson(previewJson(dryRun(draft, past), { since, isComplete, now, ofHour }))
}

function projectOf({ params, access }: ApiCall): ReturnType<typeof requireProject> {
  requireOrganisation(params['org'])
  return requireProject(access, params['project'])
}

async function requireRule({ deps, params }: ApiCall, projectId: number): Promise<AlertRule> {
  const { id = '' } = params
  const rule = /^[1-9]\d{0,14}$/.test(id) ? await deps.reads.alertRule([projectId], Number(id)) : undefined
  if (!rule) throw new ApiError(404, notFound)
  return rule
}

async function serve({ deps }: ApiCall, rule: AlertRule, slug: string): Promise<RuleJson> {
  const [last] = await deps.reads.alerts([rule.projectId], { ruleId: rule.id, limit: 1 })
  return ruleJson(rule, slug, last?.at)
}
