import type { AlertPeople } from '../domain/alert-people.ts'
import type { Alert } from '../domain/alert.ts'
import type { AlertRule } from '../domain/alert-rule.ts'
import type { Instant } from '../domain/instant.ts'
import type { Assignee } from '../domain/issue.ts'
import type { OutboxState } from './outbox-store.ts'
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
  /** How many messages of each alert are in which state; alerts without any are left out. At most 200 alerts. */
  messagesOfAlerts(
    scope: ProjectScope,
    alertIds: readonly number[],
  ): Promise<ReadonlyMap<number, Readonly<Partial<Record<OutboxState, number>>>>>
  /** What the seven days before an instant brought to each project but the internal one. */
  weekOfProjects(until: Instant): Promise<readonly WeekOfProject[]>
  /** Everybody who may be told. */
  people(): Promise<AlertPeople>
  /** How many issues are assigned to somebody. */
  assignedIssues(scope: ProjectScope, assignee: Assignee): Promise<number>
  /** What a row of the outbox that is a digest tells. */
  alertsOfDigest(scope: ProjectScope, outboxId: number): Promise<DigestContent>
}

/** What a digest tells: how many alerts, and the first of them by rule and issue, most alerts first. */
export interface DigestContent {
  readonly total: number
  /** At most 50. */
  readonly lines: readonly DigestLine[]
  /** Why alerts came into it. */
  readonly reasons: readonly string[]
}

export interface DigestLine {
  /** The last alert of this rule and issue. */
  readonly alert: Alert
  readonly alerts: number
  readonly issue?:
    | { readonly shortId: string; readonly title: string; readonly count: number; readonly userCount: number }
    | undefined
}

/** A project's week. */
export interface WeekOfProject {
  readonly projectName: string
  readonly events: number
  readonly eventsBefore: number
  readonly newIssues: number
  /** Unresolved issues. */
  readonly open: number
  /** The issues with the most events of the week, at most 5. */
  readonly loudest: readonly { readonly shortId: string; readonly title: string; readonly events: number }[]
}
