import { ruleFrequency, type AlertRuleDraft, type RuleMatch } from '../../domain/alert-rule.ts'
import { parseQuietHours, timeOfDay, type QuietHours } from '../../domain/quiet-hours.ts'
import { toAction, toActionLine, type RulePlaces } from './action-lines.ts'
import { toCondition, toConditionLine } from './condition-lines.ts'
import { toFilter, toFilterLine } from './filter-lines.ts'
import { LineError } from './line-error.ts'
import type { RuleLine } from './rule-line.ts'

/** A rule as its form holds it: texts, as typed. Page and script work on the same. */
export interface RuleForm {
  readonly name: string
  readonly environment: string
  readonly when: readonly RuleLine[]
  readonly filters: readonly RuleLine[]
  readonly actions: readonly RuleLine[]
  readonly actionMatch: string
  readonly filterMatch: string
  /** Minutes. */
  readonly frequency: string
  readonly realertEvery: string
  readonly quietFrom: string
  readonly quietTo: string
  readonly quietZone: string
  readonly enabled: boolean
}

/** Returns what hears of a change of one field; undefined without a script. */
export type ChangeOf = (name: keyof RuleForm) => ((event: Event) => void) | undefined

/** The three lists of lines. */
export type LineList = 'when' | 'filters' | 'actions'

/** What is wrong, by place: `name`, `when.0`, `actions`, `quiet`. */
export type RuleProblems = Readonly<Record<string, string>>

export type CheckedRule = {
  readonly draft: AlertRuleDraft
  readonly problems: RuleProblems
}

/** Returns the form of a rule. */
export function toRuleForm(rule: AlertRuleDraft): RuleForm {
  const { quietHours } = rule
  return {
    name: rule.name,
    environment: rule.environment ?? '',
    when: rule.conditions.map(toConditionLine),
    filters: rule.filters.map(toFilterLine),
    actions: rule.actions.map(toActionLine),
    actionMatch: rule.actionMatch,
    filterMatch: rule.filterMatch,
    frequency: String(rule.frequencyMinutes),
    realertEvery: rule.realertEvery === undefined ? '' : String(rule.realertEvery),
    quietFrom: quietHours ? timeOfDay(quietHours.from) : '',
    quietTo: quietHours ? timeOfDay(quietHours.to) : '',
    quietZone: quietHours?.timeZone ?? '',
    enabled: rule.enabled,
  }
}

/** Returns the rule that a form describes, lines that are not whole left out, and what is wrong with them. */
export function checkRule(form: RuleForm, places: RulePlaces): CheckedRule {
  const problems: Record<string, string> = {}
  const attempt = <T>(place: string, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      problems[place] = error.message
      return undefined
    }
  }
  const lines = <T>(list: LineList, read: (line: RuleLine) => T): readonly T[] =>
    form[list].flatMap((line, index) => attempt(`${list}.${index}`, () => read(line)) ?? [])
  const draft: AlertRuleDraft = {
    name: attempt('name', () => nameOf(form)) ?? '',
    environment: form.environment.trim().slice(0, 64) || undefined,
    conditions: lines('when', toCondition),
    filters: lines('filters', toFilter),
    actions: lines('actions', (line) => toAction(line, places)),
    actionMatch: matchOf(form.actionMatch),
    filterMatch: matchOf(form.filterMatch),
    frequencyMinutes: attempt('frequency', () => frequencyOf(form)) ?? ruleFrequency.fallback,
    realertEvery: attempt('realertEvery', () => realertOf(form)),
    quietHours: attempt('quiet', () => quietHoursOf(form)),
    enabled: form.enabled,
  }
  if (form.actions.length === 0) problems['actions'] = 'Choose at least one place to tell.'
  return { draft, problems }
}

function nameOf({ name }: RuleForm): string {
  const text = name.trim().replaceAll(/\s+/g, ' ')
  if (text === '') throw new LineError('A name is needed: each mail and message carries it.')
  if (text.length > 256) throw new LineError('A name has at most 256 characters.')
  return text
}

function matchOf(text: string): RuleMatch {
  return text === 'any' || text === 'none' ? text : 'all'
}

function frequencyOf({ frequency }: RuleForm): number {
  const { least, most } = ruleFrequency
  const minutes = /^\d{1,6}$/.test(frequency) ? Number(frequency) : Number.NaN
  if (minutes === 0 || (minutes >= least && minutes <= most)) return minutes
  throw new LineError(`From ${least} to ${most} minutes, or 0 for each time.`)
}

function realertOf({ realertEvery }: RuleForm): number | undefined {
  const text = realertEvery.trim()
  if (text === '') return undefined
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new LineError('A whole number of events, at least 1, or nothing.')
}

function quietHoursOf({ quietFrom, quietTo, quietZone }: RuleForm): QuietHours | undefined {
  if (quietFrom === '' && quietTo === '') return undefined
  const hours = parseQuietHours({ from: quietFrom, to: quietTo, timeZone: quietZone.trim() || 'UTC' })
  if (typeof hours !== 'string') return hours
  throw new LineError(
    hours.includes('timeZone')
      ? 'The time zone must be a name such as Europe/Amsterdam.'
      : 'Give both times, such as 22:00 and 07:00, or neither; they must differ.',
  )
}
