import type { AlertRule, RuleMatch } from '../../domain/alert-rule.ts'
import type { AlertTrigger } from '../../domain/alert.ts'
import { compileCondition, type CompiledCondition } from './compile-condition.ts'
import { compileFilter, type FilterTest } from './compile-filter.ts'
import type { RuleContext } from './rule-context.ts'

/** Why a rule wants to fire. */
export interface RuleVerdict {
  readonly trigger: AlertTrigger
  readonly reason: string
}

/** A rule, ready to be asked about events. */
export interface CompiledRule {
  readonly rule: AlertRule
  /** The event must have done one of these to its issue; undefined: any event may fit. */
  readonly needs?: number | undefined
  /** The issue must have more events than this. */
  readonly moreThan: number
  /** Returns why the rule wants to fire for an event, or undefined when it does not. */
  judge(context: RuleContext): RuleVerdict | undefined
  /** Returns whether the rule may fire again for an issue it has fired for, whatever its conditions say. */
  passes(context: RuleContext): boolean
}

/** Returns a rule ready to be asked about events. */
export function compileRule(rule: AlertRule): CompiledRule {
  const { environment, actionMatch, filterMatch } = rule
  const conditions = rule.conditions.map((condition) => compileCondition(condition, environment))
  const judge = compileConditions(actionMatch, conditions)
  const filters = compileFilters(filterMatch, rule.filters.map(compileFilter))
  const passes = (context: RuleContext): boolean =>
    (environment === undefined || context.event.environment === environment) && filters(context)
  return {
    rule,
    ...screenOf(actionMatch, conditions),
    judge: (context) => (passes(context) ? judge(context) : undefined),
    passes,
  }
}

type Judge = (context: RuleContext) => RuleVerdict | undefined

function compileConditions(match: RuleMatch, conditions: readonly CompiledCondition[]): Judge {
  const everything: RuleVerdict = { trigger: 'every-event', reason: 'An event came in.' }
  if (conditions.length === 0) return () => everything
  if (match === 'any')
    return (context) => {
      for (const condition of conditions) {
        const reason = condition.test(context)
        if (reason !== undefined) return { trigger: condition.trigger ?? 'every-event', reason }
      }
      return undefined
    }
  if (match === 'none')
    return (context) =>
      conditions.some((condition) => condition.test(context) !== undefined) ? undefined : everything
  return (context) => {
    const reasons: string[] = []
    for (const condition of conditions) {
      const reason = condition.test(context)
      if (reason === undefined) return undefined
      if (condition.trigger !== undefined) reasons.push(reason)
    }
    const trigger = conditions.find((condition) => condition.trigger !== undefined)?.trigger
    return trigger ? { trigger, reason: reasons.join(' ') } : everything
  }
}

function compileFilters(match: RuleMatch, filters: readonly FilterTest[]): FilterTest {
  if (filters.length === 0) return () => true
  if (match === 'all') return (context) => filters.every((fits) => fits(context))
  if (match === 'any') return (context) => filters.some((fits) => fits(context))
  return (context) => !filters.some((fits) => fits(context))
}

/** What can be known of an event without asking the conditions: most events are done with here. */
function screenOf(
  match: RuleMatch,
  conditions: readonly CompiledCondition[],
): Pick<CompiledRule, 'needs' | 'moreThan'> {
  if (conditions.length === 0 || match === 'none') return { moreThan: 0 }
  const bounds = conditions.map(({ moreThan = 0 }) => moreThan)
  const flags = conditions.flatMap(({ needs }) => (needs === undefined ? [] : [needs]))
  const union = flags.reduce((all, flag) => all | flag, 0)
  if (match === 'any')
    return {
      needs: flags.length === conditions.length ? union : undefined,
      moreThan: Math.min(...bounds),
    }
  return { needs: flags.length > 0 ? union : undefined, moreThan: Math.max(...bounds) }
}
