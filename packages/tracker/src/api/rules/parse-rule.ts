import { ruleFrequency, ruleLimits, type AlertRuleDraft, type RuleMatch } from '../../domain/alert-rule.ts'
import type { JsonObject } from '../../domain/json.ts'
import { parseQuietHours, type QuietHours } from '../../domain/quiet-hours.ts'
import { FieldErrors } from '../field-errors.ts'
import { parseAction } from './action-node.ts'
import { parseCondition } from './condition-node.ts'
import { isFilterNode, parseFilter } from './filter-node.ts'
import { NodeError, type RuleNode } from './rule-node.ts'
import type { ActionDestination } from './service-action.ts'

type Errors = Record<string, readonly string[]>

/**
 * Reads a rule in Sentry's shape. What the body leaves out is taken from `before`; without it, only name, conditions
 * and actions are required.
 * @throws {FieldErrors} with a sentence for each field that is wrong
 */
export function parseRule(
  body: unknown,
  destinations: readonly ActionDestination[],
  before?: AlertRuleDraft,
): AlertRuleDraft {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new FieldErrors({ nonFieldErrors: ['Invalid data. Expected a dictionary.'] })
  const sent: Readonly<Record<string, unknown>> = { ...body }
  const errors: Errors = {}
  const scalars = parseScalars(sent, before, errors)
  const lines = parseLines(sent, { before, destinations }, errors)
  if (lines.conditions.some(({ kind }) => kind === 'no-events')) checkSilence(lines, errors)
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors)
  return { ...scalars, ...lines }
}

/** Silence is no event: nothing of an event can be asked of it. */
function checkSilence({ conditions, filters }: Lines, errors: Errors): void {
  if (conditions.length > 1)
    errors['conditions'] = ['NoEventsCondition must be the only condition of a rule.']
  if (filters.length > 0) errors['filters'] = ['A rule with NoEventsCondition can have no filters.']
}

type Scalars = Omit<AlertRuleDraft, 'conditions' | 'filters' | 'actions' | 'sent'>

function parseScalars(
  sent: Readonly<Record<string, unknown>>,
  before: AlertRuleDraft | undefined,
  errors: Errors,
): Scalars {
  const read = <T>(key: string, fallback: T, parse: (value: unknown) => T): T => {
    if (sent[key] === undefined) return fallback
    try {
      return parse(sent[key])
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      errors[key] = [error.message]
      return fallback
    }
  }
  const name = read('name', before?.name ?? '', toName)
  if (name === '' && !errors['name']) errors['name'] = ['This field is required.']
  return {
    name,
    environment: read('environment', before?.environment, toEnvironment),
    actionMatch: read('actionMatch', before?.actionMatch ?? 'all', toMatch),
    filterMatch: read('filterMatch', before?.filterMatch ?? 'all', toMatch),
    frequencyMinutes: read('frequency', before?.frequencyMinutes ?? ruleFrequency.fallback, toFrequency),
    quietHours: read('quietHours', before?.quietHours, toQuietHours),
    realertEvery: read('realertEvery', before?.realertEvery, toRealert),
    enabled: read('status', before?.enabled ?? true, toEnabled),
  }
}

function toName(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw new NodeError('This field may not be blank.')
  if (value.length > ruleLimits.name)
    throw new NodeError(`Ensure this field has no more than ${ruleLimits.name} characters.`)
  return value.trim()
}

function toEnvironment(value: unknown): string | undefined {
  if (value === null || value === '') return undefined
  if (typeof value !== 'string' || value.length > 64)
    throw new NodeError('An environment is a text of at most 64 characters.')
  return value
}

function toMatch(value: unknown): RuleMatch {
  if (value === 'all' || value === 'any' || value === 'none') return value
  throw new NodeError(`"${String(value).slice(0, 50)}" is not a valid choice.`)
}

function toFrequency(value: unknown): number {
  const minutes = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  if (typeof minutes !== 'number' || !Number.isInteger(minutes))
    throw new NodeError('A valid integer is required.')
  if (minutes !== 0 && minutes < ruleFrequency.least)
    throw new NodeError(
      `Ensure this value is greater than or equal to ${ruleFrequency.least}, or 0 for each time.`,
    )
  if (minutes > ruleFrequency.most)
    throw new NodeError(`Ensure this value is less than or equal to ${ruleFrequency.most}.`)
  return minutes
}

function toQuietHours(value: unknown): QuietHours | undefined {
  if (value === null) return undefined
  const hours = parseQuietHours(value)
  if (typeof hours === 'string') throw new NodeError(hours)
  return hours
}

function toRealert(value: unknown): number | undefined {
  if (value === null) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_000_000_000)
    return value
  throw new NodeError('Must be a number of events, at least 1, or null.')
}

function toEnabled(value: unknown): boolean {
  if (value === 'active' || value === 'disabled') return value === 'active'
  throw new NodeError('Must be "active" or "disabled".')
}

type Lines = Pick<AlertRuleDraft, 'conditions' | 'filters' | 'actions' | 'sent'>

interface LinesContext {
  readonly before: AlertRuleDraft | undefined
  readonly destinations: readonly ActionDestination[]
}

function parseLines(
  sent: Readonly<Record<string, unknown>>,
  { before, destinations }: LinesContext,
  errors: Errors,
): Lines {
  const conditions = nodesOf(sent, 'conditions', { required: !before, errors })
  const filters = nodesOf(sent, 'filters', { required: false, errors })
  const actions = nodesOf(sent, 'actions', { required: !before, errors })
  if (actions?.length === 0 && !errors['actions']) errors['actions'] = ['Must select an action']
  // Older clients send filters among the conditions.
  const moved = conditions?.filter(isFilterNode) ?? []
  const when = conditions?.filter((node) => !isFilterNode(node))
  const given = filters === undefined && moved.length === 0 ? undefined : [...(filters ?? []), ...moved]
  const known = sentOf(before)
  const kept: JsonObject = {
    ...known,
    ...(when && { conditions: toJson(when) }),
    ...(given && { filters: toJson(given) }),
    ...(actions && { actions: toJson(actions) }),
    ...(sent['owner'] === undefined ? {} : { owner: toJson(sent['owner']) }),
  }
  if (JSON.stringify(kept).length > ruleLimits.sentBytes)
    errors['nonFieldErrors'] = [`The rule is larger than ${ruleLimits.sentBytes} bytes.`]
  return {
    conditions: when
      ? parseAll(when, parseCondition, { key: 'conditions', errors })
      : (before?.conditions ?? []),
    filters: given ? parseAll(given, parseFilter, { key: 'filters', errors }) : (before?.filters ?? []),
    actions: actions
      ? parseAll(actions, (node) => parseAction(node, destinations), { key: 'actions', errors })
      : (before?.actions ?? []),
    sent: kept,
  }
}

/** A rule that pages have changed has no text of its own any more. */
function sentOf(before: AlertRuleDraft | undefined): JsonObject {
  return before?.sent ?? {}
}

function nodesOf(
  sent: Readonly<Record<string, unknown>>,
  key: string,
  { required, errors }: { readonly required: boolean; readonly errors: Errors },
): readonly RuleNode[] | undefined {
  const value = sent[key]
  if (value === undefined) {
    if (required) errors[key] = ['This field is required.']
    return undefined
  }
  if (!Array.isArray(value)) errors[key] = ['Expected a list of items.']
  else if (value.length > ruleLimits.lines) errors[key] = [`There are more than ${ruleLimits.lines}.`]
  else {
    const wrong = value.find((node) => typeof node !== 'object' || node === null || Array.isArray(node))
    if (wrong === undefined) {
      if (value.every((node: RuleNode) => typeof node['id'] === 'string')) return value
      errors[key] = ["Missing attribute 'id'"]
    } else errors[key] = [`Incorrect type. Expected a mapping, but got ${typeof wrong}`]
  }
  return undefined
}

function parseAll<T>(
  nodes: readonly RuleNode[],
  parse: (node: RuleNode) => T,
  { key, errors }: { readonly key: string; readonly errors: Errors },
): readonly T[] {
  return nodes.flatMap((node) => {
    try {
      return [parse(node)]
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      errors[key] = [...(errors[key] ?? []), error.message]
      return []
    }
  })
}

/** The body came from `JSON.parse`, so it holds nothing else. */
function toJson(value: unknown): JsonObject[string] {
  return value as JsonObject[string]
}
