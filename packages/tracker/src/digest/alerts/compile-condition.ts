import type { AlertCondition, WindowCondition } from '../../domain/alert-condition.ts'
import type { AlertTrigger } from '../../domain/alert.ts'
import { intervalWords } from '../../domain/alert-window.ts'
import { compileFilter } from './compile-filter.ts'
import { happened, type RuleContext } from './rule-context.ts'
import { windowKey } from './window-need.ts'

/** One line of a rule's WHEN, ready to be asked about events. */
export interface CompiledCondition {
  /** The event must have done one of these to its issue, or the condition is false; undefined: any event may fit. */
  readonly needs?: number | undefined
  /** The issue must have more events than this, or the condition is false. */
  readonly moreThan?: number | undefined
  /** What to call the fire; undefined for a filter among the conditions. */
  readonly trigger?: AlertTrigger | undefined
  /** Returns the sentence that says why it holds, or undefined when it does not. */
  test(context: RuleContext): string | undefined
}

/** Returns a condition of a rule that is bound to `environment`, ready to be asked. */
export function compileCondition(
  condition: AlertCondition,
  environment: string | undefined,
): CompiledCondition {
  switch (condition.kind) {
    case 'new-issue':
      return compileNewIssue(environment)
    case 'regression':
      return onFlag('regression', happened.regressed, 'A resolved issue came back.')
    case 'reappeared':
      return onFlag('reappeared', happened.reappeared, 'An ignored issue is open again.')
    case 'every-event':
      return { trigger: 'every-event', test: () => 'An event came in.' }
    case 'event-count':
    case 'user-count':
      return compileThreshold(condition, environment)
    case 'session-share':
    case 'no-events':
      // Neither is about an event: silence is looked for by the clock, sessions are not counted.
      return { needs: 0, trigger: condition.kind, test: () => undefined }
    default: {
      const fits = compileFilter(condition)
      return { test: (context) => (fits(context) ? 'The event is as the rule wants it.' : undefined) }
    }
  }
}

function onFlag(trigger: AlertTrigger, flag: number, reason: string): CompiledCondition {
  return { needs: flag, trigger, test: ({ flags }) => ((flags & flag) === 0 ? undefined : reason) }
}

/** In a rule with an environment, an issue is new when it is first seen there. */
function compileNewIssue(environment: string | undefined): CompiledCondition {
  if (environment === undefined) return onFlag('new-issue', happened.new, 'A new issue was found.')
  return {
    trigger: 'new-issue',
    test: (context) =>
      context.memory.isNewInEnvironment()
        ? `An issue was seen in ${environment} for the first time.`
        : undefined,
  }
}

type Threshold = Extract<WindowCondition, { readonly kind: 'event-count' | 'user-count' }>

function compileThreshold(condition: Threshold, environment: string | undefined): CompiledCondition {
  const { value, interval, comparedTo } = condition
  const of = condition.kind === 'event-count' ? 'events' : 'users'
  const where = environment === undefined ? '' : ` in ${environment}`
  const key = windowKey({ of, interval, environment })
  const count = ({ memory, issueId, event }: RuleContext, before?: Threshold['comparedTo']): number =>
    memory.count({ key, of, issueId, environment, interval, before, until: event.received })
  if (comparedTo === undefined) {
    return {
      moreThan: value,
      trigger: condition.kind,
      test(context) {
        const seen = count(context)
        return seen > value
          ? `${seen} ${of}${where} within ${intervalWords(interval)}, more than ${value}.`
          : undefined
      },
    }
  }
  return {
    trigger: condition.kind,
    test(context) {
      const before = count(context, comparedTo)
      if (before === 0) return undefined
      const now = count(context)
      const rise = Math.max(0, ((now - before) / before) * 100)
      return rise > value
        ? `${now} ${of}${where} within ${intervalWords(interval)}, ${Math.round(rise)} % more than the ${before} of the same time ${intervalWords(comparedTo)} before; the limit is ${value} %.`
        : undefined
    },
  }
}
