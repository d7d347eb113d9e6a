export { noMemory } from './digest/alerts/rule-context.ts'
export { createAddressBook } from './digest/alerts/destinations.ts'
export { createRuleBook } from './digest/alerts/rule-book.ts'
export { planDigest } from './digest/plan.ts'
export type { Alert, AlertDestination, AlertFire } from './domain/alert.ts'
export type { AlertRule, AlertRuleDraft } from './domain/alert-rule.ts'
export { defaultRule } from './domain/default-rule.ts'
export type {
  AttachmentNote,
  DigestBatch,
  DigestPlan,
  FingerprintedEvent,
  IssueChange,
  KnownIssues,
  Lane,
  OutcomeCount,
  ParkedEvent,
  PlannedEvent,
  SpoolPosition,
  UserReport,
} from './domain/digest-plan.ts'
export type { SessionReport } from './domain/session-report.ts'
export type { EventType, StoredEvent, Tag } from './domain/event.ts'
export type { Clock, Instant } from './domain/instant.ts'
export type { Issue, IssueMetadata, IssueStatus, IssueSubstatus } from './domain/issue.ts'
export type { Directory, Member, Project, ProjectKey } from './domain/project.ts'
export type { Commands, NewSession, ProjectScope, StatusChange } from './ports/commands.ts'
export type { DestinationAttempt, DestinationStore } from './ports/destination-store.ts'
export type { AlertStore } from './ports/alert-store.ts'
export type { DigestStore } from './ports/digest-store.ts'
export type { WindowStore } from './ports/window-store.ts'
export type {
  DeliveryAttempt,
  OutboxOutcome,
  OutboxRow,
  OutboxState,
  OutboxStore,
} from './ports/outbox-store.ts'
export type { IssueQuery, ReadModels } from './ports/read-models.ts'
export type { FilePort, SpoolFile } from './engines/filesystem/file-port.ts'
