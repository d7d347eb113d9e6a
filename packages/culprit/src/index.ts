export { culprit, Culprit, type CulpritOptions } from './culprit.ts'
export { type AfterError, type AnsweredError } from './handlers/after-error.ts'
export type {
  Answer,
  HeaderList,
  NativeAnswer,
  NoAnswer,
  Reply,
  ReplyBody,
  ResponseAnswer,
} from './handlers/answer.ts'
export type {
  AnsweredEvent,
  ErrorEvents,
  ErrorObserver,
  Teardown,
  UnhandledEvent,
} from './handlers/error-events.ts'
export type { AlsoMatches, ErrorClass, ErrorHandler } from './handlers/error-handler.ts'
export type { ErrorLog } from './handlers/error-log.ts'
export type { Errors, Scope } from './handlers/errors.ts'
export type { Framework, Incident } from './handlers/incident.ts'
export type { ErrorsOptions } from './handlers/options.ts'
export type { RequestData } from './handlers/request-data.ts'
export type { RequestFacts } from './handlers/request-facts.ts'
export { defineScope, type ScopeDefinition, type ScopeOptions } from './handlers/scope-definition.ts'
export { SetupError } from './handlers/setup-error.ts'
export type { CaptureHint, SendHint } from './report/capture-hint.ts'
export { ReportClient, type ReportClientDependencies } from './report/client.ts'
export type { EventSink } from './report/event-sink.ts'
export {
  type LocalVariablesOptions,
  type ReportIdentity,
  type ReportOptions,
  type ReportSettings,
  toReportSettings,
} from './report/options.ts'
export type { OutgoingEvent } from './report/outgoing-event.ts'
export { ReportHandler, type ReportHandlerOptions } from './report/report-handler.ts'
export { currentScope, ReportScope, type TagValue, withScope } from './report/report-scope.ts'
