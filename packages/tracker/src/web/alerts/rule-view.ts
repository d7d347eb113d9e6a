import type { AlertRule } from '../../domain/alert-rule.ts'
import { defaultRule } from '../../domain/default-rule.ts'
import type { Instant } from '../../domain/instant.ts'
import type { SessionsOfHour } from '../../domain/session-words.ts'
import { channelOf } from '../../notify/channels/channels.ts'
import type { DestinationAttempt } from '../../ports/destination-store.ts'
import { readSessionsOfHour } from '../../query/rule-past.ts'
import type { PageContext } from '../context.ts'
import type { RulePlaces } from './action-lines.ts'
import { nameOf } from '../people/people-view.ts'
import { visibleScope } from './destination-view.ts'
import { firedItem, type FiredItem } from './fired-item.ts'
import { checkRule, toRuleForm, type RuleForm, type RuleProblems } from './rule-form.ts'
import type { RulePreview } from './rule-preview.ts'
import { ruleSentence } from './rule-sentence.ts'

/** What the list of rules shows. */
export interface RuleListView {
  readonly now: Instant
  readonly mail: 'configured' | 'off'
  readonly rules: readonly RuleItem[]
  readonly fired: readonly FiredItem[]
  readonly severalProjects: boolean
}

/** A rule as lists show it. */
export interface RuleItem {
  readonly id: number
  readonly name: string
  readonly href: string
  readonly project: string
  readonly sentence: string
  readonly enabled: boolean
  readonly mails: boolean
  readonly lastFiredAt?: Instant | undefined
}

/** What the editor of a rule shows; page and script are made from it. */
export interface RuleEditorView {
  /** Absent for a new rule. */
  readonly id?: number | undefined
  /** Where the form is posted to. */
  readonly action: string
  readonly project: string
  readonly projects: readonly { readonly slug: string; readonly name: string }[]
  readonly form: RuleForm
  readonly problems: RuleProblems
  readonly places: RulePlaces
  readonly environments: readonly string[]
  readonly mail: 'configured' | 'off'
  readonly preview?: RulePreview | undefined
  /** As in the preview, which comes later: for a rule as it is stored or was sent. */
  readonly sessions?: SessionsOfHour | undefined
  readonly tests: readonly RuleTest[]
}

/** What testing one place of a rule came to. */
export interface RuleTest {
  readonly words: string
  readonly ok: boolean
  /** The mail server's answer, or why nothing was sent; for channels `attempt` says more. */
  readonly detail: string
  readonly attempt?: DestinationAttempt | undefined
}

/** Fires shown under the rules, and beside an issue. */
const firedShown = 20

/** Rules whose last fire is looked up one by one; with more, only recent fires are known. */
const lookedUpOneByOne = 50

/** Reads the list of rules. */
export async function readRuleList(ctx: PageContext): Promise<RuleListView> {
  const { reads, config } = ctx.deps
  const scope = visibleScope(ctx)
  const [rules, places, fired] = await Promise.all([
    reads.alertRules(scope),
    readPlaces(ctx, scope),
    reads.alerts(scope, { limit: firedShown }),
  ])
  const last = await lastFires(ctx, rules)
  return {
    now: ctx.now,
    mail: config.mail,
    rules: rules.map((rule) => ({
      id: rule.id,
      name: rule.name,
      href: `/alerts/rules/${rule.id}`,
      project: slugOf(ctx, rule.projectId),
      sentence: ruleSentence(rule, places),
      enabled: rule.enabled,
      mails: rule.actions.some(({ kind }) => kind === 'mail'),
      lastFiredAt: last.get(rule.id),
    })),
    fired: await firedItems(ctx, fired, rules),
    severalProjects: scope.length > 1,
  }
}

async function lastFires(
  ctx: PageContext,
  rules: readonly AlertRule[],
): Promise<ReadonlyMap<number, Instant>> {
  const { reads } = ctx.deps
  if (rules.length > lookedUpOneByOne) {
    const recent = await reads.alerts(visibleScope(ctx), { limit: 500 })
    return new Map(recent.toReversed().map(({ ruleId, at }) => [ruleId, at]))
  }
  const found = await Promise.all(
    rules.map(({ id, projectId }) => reads.alerts([projectId], { ruleId: id, limit: 1 })),
  )
  return new Map(found.flat().map(({ ruleId, at }) => [ruleId, at]))
}

type Fired = Awaited<ReturnType<PageContext['deps']['reads']['alerts']>>

/** Returns fires as pages show them, with the short ids of their issues. */
export async function firedItems(
  ctx: PageContext,
  fired: Fired,
  rules: readonly Pick<AlertRule, 'id'>[],
): Promise<readonly FiredItem[]> {
  const ids = [...new Set(fired.flatMap(({ issueId }) => issueId ?? []))]
  const [issues, messages] = await Promise.all([
    Promise.all(ids.map((id) => ctx.deps.reads.issueById(ctx.scope, id))),
    ctx.deps.reads.messagesOfAlerts(
      ctx.scope,
      fired.map(({ id }) => id),
    ),
  ])
  const byId = new Map(issues.flatMap((issue) => (issue ? [[issue.id, issue] as const] : [])))
  return fired.map((alert) =>
    firedItem(alert, {
      rules,
      issue: alert.issueId === undefined ? undefined : byId.get(alert.issueId),
      messages: messages.get(alert.id),
    }),
  )
}

/** What decides which editor is shown. */
export interface EditorInput {
  /** Absent for a new rule. */
  readonly rule?: AlertRule | undefined
  readonly projectId: number
  /** As entered, when it is shown again. */
  readonly form?: RuleForm | undefined
}

/** Reads what the editor of a rule offers. */
export async function readEditor(
  ctx: PageContext,
  { rule, projectId, form }: EditorInput,
): Promise<RuleEditorView> {
  const { reads, config } = ctx.deps
  const [places, environments] = await Promise.all([
    readPlaces(ctx, [projectId]),
    reads.environments([projectId]),
  ])
  const shown = form ?? firstForm(ctx, rule, places)
  const { draft } = checkRule(shown, places)
  return {
    id: rule?.id,
    action: rule === undefined ? '/alerts/rules/new' : `/alerts/rules/${rule.id}`,
    project: slugOf(ctx, projectId),
    projects: ctx.projects.filter(({ internal }) => !internal).map(({ slug, name }) => ({ slug, name })),
    form: shown,
    problems: {},
    places,
    sessions: await readSessionsOfHour(reads, { projectId, draft, now: ctx.now }),
    environments,
    mail: config.mail,
    tests: [],
  }
}

function firstForm({ query, deps }: PageContext, rule: AlertRule | undefined, places: RulePlaces): RuleForm {
  if (rule !== undefined) return toRuleForm(rule)
  return query.get('like') === 'default' ? toRuleForm(defaultRule) : emptyForm(deps.config.mail, places)
}

/** A new rule begins with what most people want besides the default one. */
function emptyForm(mail: 'configured' | 'off', { destinations }: RulePlaces): RuleForm {
  const [first] = destinations
  const action =
    mail === 'off' && first !== undefined
      ? { kind: 'channel', values: { destination: String(first.id) } }
      : { kind: 'mail-members', values: {} }
  return {
    name: '',
    environment: '',
    when: [{ kind: 'event-count', values: { value: '100', interval: '1h' } }],
    filters: [],
    actions: [action],
    actionMatch: 'any',
    filterMatch: 'all',
    frequency: '30',
    realertEvery: '',
    quietFrom: '',
    quietTo: '',
    quietZone: '',
    enabled: true,
  }
}

/** Reads where rules of some projects can tell. */
async function readPlaces({ deps }: PageContext, scope: readonly number[]): Promise<RulePlaces> {
  const [destinations, people] = await Promise.all([deps.reads.destinations(scope), deps.reads.people()])
  return {
    destinations: destinations.map(({ id, name, kind }) => ({ id, name, channel: channelOf(kind).title })),
    teams: people.teams.map(({ id, slug }) => ({ id, name: `#${slug}` })),
    members: people.members.map((member) => ({ id: member.userId, name: nameOf(member) })),
  }
}

function slugOf(ctx: PageContext, projectId: number): string {
  return ctx.projects.find(({ id }) => id === projectId)?.slug ?? String(projectId)
}
