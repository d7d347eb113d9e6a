import type { AlertRule } from '../../domain/alert-rule.ts'
import type { AlertFire } from '../../domain/alert.ts'
import type { FingerprintedEvent, KnownIssues } from '../../domain/digest-plan.ts'
import { minuteMs, type Instant } from '../../domain/instant.ts'
import type { SeenIssue } from '../issue-fold.ts'
import type { CompiledRule, RuleVerdict } from './compile-rule.ts'
import type { AddressBook } from './destinations.ts'
import type { RuleBook } from './rule-book.ts'
import type { AlertMemory, RuleContext } from './rule-context.ts'

/** What alerts are decided from; all of it is read, none of it changed. */
export interface AlertFacts {
  readonly rules: RuleBook
  readonly memory: AlertMemory
  readonly addresses: AddressBook
}

/** Gathers the rules that a batch's events make fire. */
export interface AlertFold {
  /** Asks the rules of the event's project about it. */
  see(event: FingerprintedEvent, issue: SeenIssue): void
  finish(): readonly AlertFire[]
}

/** Returns an empty fold. A rule with a frequency wants to fire at most once for each issue of the batch. */
export function createAlertFold(
  facts: AlertFacts & { readonly known: KnownIssues; readonly now: Instant },
): AlertFold {
  const fires: AlertFire[] = []
  /** Rules that want to fire already, by issue. */
  const wanted = new Map<number, Set<number>>()
  const reminders = new Map<string, AlertFire>()

  function noteDone(issueId: number, ruleId: number): void {
    const done = wanted.get(issueId)
    if (done) done.add(ruleId)
    else wanted.set(issueId, new Set([ruleId]))
  }

  function ask(compiled: CompiledRule, context: RuleContext, done: ReadonlySet<number> | undefined): void {
    const { needs, moreThan, rule } = compiled
    if (needs !== undefined && (needs & context.flags) === 0) return
    if (context.count <= moreThan) return
    if (done?.has(rule.id)) return
    const verdict = compiled.judge(context)
    if (verdict === undefined) return
    if (rule.frequencyMinutes > 0) noteDone(context.issueId, rule.id)
    fires.push(toFire(rule, { context, verdict, facts }))
  }

  /** The last event of a batch speaks for all: what counts is how many there were. */
  function remind({ rule, passes }: CompiledRule, context: RuleContext): void {
    if (rule.realertEvery === undefined || context.count <= rule.realertEvery || !passes(context)) return
    const { realertEvery } = rule
    const verdict = {
      trigger: 'realert',
      reason: `${realertEvery} more events since the last alert.`,
    } as const
    reminders.set(`${rule.id}:${context.issueId}`, {
      ...toFire(rule, { context, verdict, facts }),
      realertEvery,
    })
  }

  return {
    see(event, issue) {
      const project = facts.rules.of(event.projectId)
      if (!project) return
      facts.memory.see(event, issue)
      if (!issue.isOpen) return
      const context: RuleContext = { ...issue, event, memory: facts.memory }
      for (const compiled of project.rules) {
        ask(compiled, context, wanted.get(issue.issueId))
        remind(compiled, context)
      }
    },
    finish: () => [...fires, ...reminders.values()],
  }
}

interface FireParts {
  readonly context: RuleContext
  readonly verdict: RuleVerdict
  readonly facts: AlertFacts & { readonly now: Instant }
}

function toFire(rule: AlertRule, { context, verdict, facts }: FireParts): AlertFire {
  const { event, issueId, count, assignee } = context
  const { projectId } = event
  return {
    alert: {
      ruleId: rule.id,
      ruleName: rule.name,
      trigger: verdict.trigger,
      reason: verdict.reason,
      projectId,
      issueId,
      eventId: event.eventId,
      environment: event.environment,
      at: facts.now,
    },
    destinations: facts.addresses.destinationsOf(rule, { projectId, now: facts.now, event, assignee }),
    frequencyMs: rule.frequencyMinutes * minuteMs,
    count,
  }
}
