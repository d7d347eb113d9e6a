import type { Alert } from '../domain/alert.ts'
import type { AlertRule } from '../domain/alert-rule.ts'
import type { ProjectScope } from './project-scope.ts'

/** The questions that pages and API ask about alerts. */
export interface AlertReads {
  /** Oldest first. */
  alertRules(scope: ProjectScope): Promise<readonly AlertRule[]>
  alertRule(scope: ProjectScope, ruleId: number): Promise<AlertRule | undefined>
  /** What fired for an issue, newest first. */
  alertsOfIssue(scope: ProjectScope, issueId: number, limit: number): Promise<readonly Alert[]>
  /** What fired, newest first; of one rule when it is given. */
  alerts(
    scope: ProjectScope,
    input: { readonly ruleId?: number | undefined; readonly limit: number },
  ): Promise<readonly Alert[]>
}
