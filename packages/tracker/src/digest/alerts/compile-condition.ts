import type { AlertCondition, WindowCondition } from '../../domain/alert-condition.ts'
import type { AlertTrigger } from '../../domain/alert.ts'
import { intervalMs, intervalWords } from '../../domain/alert-window.ts'
import { hourMs } from '../../domain/instant.ts'
import { fewestSessions } from '../../domain/session-count.ts'
import { compileFilter } from './compile-filter.ts'
import { happened, type RuleContext } from './rule-context.ts'
import { fewestEvents, windowKey } from './window-need.ts'

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
      return compileShare(condition, environment)
    case 'no-events':
      // Not about an event: silence is looked for by the clock.
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

type Share = Extract<WindowCondition, { readonly kind: 'session-share' }>

/**
 * A share of the sessions that the interval has on average, by those of the last hour: sessions are reported when they
 * end or once a minute, so those of the interval itself are not all known yet. Too few of them are no measure.
 */
function compileShare({ value, interval }: Share, environment: string | undefined): CompiledCondition {
  const where = environment === undefined ? '' : ` in ${environment}`
  const key = windowKey({ of: 'events', interval, environment })
  const perHour = hourMs / intervalMs(interval)
  return {
    moreThan: fewestEvents({ value, interval }),
    trigger: 'session-share',
    test({ memory, issueId, event: { projectId, received: until } }) {
      const hour = memory.sessionsOfHour({ projectId, environment, until })
      if (hour < fewestSessions) return undefined
      const events = memory.count({ key, of: 'events', issueId, environment, interval, until })
      // Multiplied, not divided: exactly the share that is asked for is not more than it.
      if (events * perHour * 100 <= value * hour) return undefined
      const share = (events * perHour * 100) / hour
      return `${shareWords(share)} % of sessions${where} within ${intervalWords(interval)}, more than ${value} %: ${events} ${events === 1 ? 'event' : 'events'} for ${shareWords(hour / perHour)} sessions (${hour} in the last hour).`
    },
  }
}

/** Decimals only where they say something: `12`, `0.25`. */
function shareWords(share: number): string {
  return String(share < 10 ? Math.round(share * 100) / 100 : Math.round(share))
}
