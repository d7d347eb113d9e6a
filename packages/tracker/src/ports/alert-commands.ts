import type { AlertRule, AlertRuleDraft } from '../domain/alert-rule.ts'
import type { Instant } from '../domain/instant.ts'
import type { ProjectScope } from './project-scope.ts'

/** What changes alert rules; each method is one transaction of the writer. */
export interface AlertCommands {
  /** Every rule of every project, as the digest needs them. */
  alertRules(): Promise<readonly AlertRule[]>
  /** `too-many`: the project has `ruleLimits.rulesOfProject` rules. */
  createAlertRule(input: {
    readonly scope: ProjectScope
    readonly projectId: number
    readonly draft: AlertRuleDraft
    readonly now: Instant
  }): Promise<AlertRule | 'not-found' | 'too-many'>
  /** Replaces all of a rule but its id; its past fires stay. */
  updateAlertRule(input: {
    readonly scope: ProjectScope
    readonly ruleId: number
    readonly draft: AlertRuleDraft
    readonly now: Instant
  }): Promise<AlertRule | 'not-found'>
  deleteAlertRule(input: {
    readonly scope: ProjectScope
    readonly ruleId: number
  }): Promise<'done' | 'not-found'>
}
