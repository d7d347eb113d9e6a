export { bareEnv } from './bare-env.ts'
export { createFakeClock, type FakeClock } from './fake-clock.ts'
export { createHttpSink, type HttpSink, type SinkAnswer, type SunkRequest } from './http-sink.ts'
export { parseMail, type ParsedMail } from './parse-mail.ts'
export { createSmtpSink, type SmtpMode, type SmtpSink, type SunkMail } from './smtp-sink.ts'
export { createTempDir, type TempDir } from './temp-dir.ts'
export { until, type UntilOptions } from './until.ts'
export { createFaultyFilePort, type FaultyFilePort } from './fakes/faulty-file-port.ts'
export {
  createApiClient,
  entryOf,
  type ApiClient,
  type ApiClientOptions,
  type ServedBreadcrumb,
  type ServedEvent,
  type ServedException,
  type ServedFrame,
  type ServedIssue,
} from './api-client.ts'
export { launchBrowser, type BrowserFound } from './browser.ts'
export { runTracker, type ProcessEnd, type RunTrackerOptions, type TrackerProcess } from './run-tracker.ts'
export type { HostileEvent } from './hostile/hostile-event.ts'
export { hostileEvents } from './hostile/hostile-events.ts'
export { hostileStrings } from './hostile/strings.ts'
export { sampleEvents } from './samples/all.ts'
export { cspReportSample } from './samples/csp.ts'
export { sentSample, type SampleEvent, type SampleIdentity } from './samples/sample.ts'
export { describeCommands } from './contracts/commands.ts'
export { describeDestinations } from './contracts/destinations.ts'
export { describeDigestStore } from './contracts/digest-store.ts'
export { describeAlerts } from './contracts/alerts.ts'
export { describeOutboxStore } from './contracts/outbox-store.ts'
export { describePeople } from './contracts/people.ts'
export { describeSessions } from './contracts/sessions.ts'
export { describeReadModels } from './contracts/read-models.ts'
export {
  digestSamples,
  sampleFingerprint,
  sampleFire,
  sampleId,
  sampleNow,
  samplePayload,
  samplePlan,
  type SamplePlanFacts,
  type SampleStore,
} from './contracts/sample-batch.ts'
export type { OpenStore, StoreHarness } from './contracts/store-harness.ts'
export { askRaw, type RawAnswer } from './contracts/adapters/ask-raw.ts'
export { ask, type AskOptions, type WireAnswer } from './contracts/adapters/ask.ts'
export { conformanceRows, type ConformanceRow } from './contracts/adapters/conformance-rows.ts'
export { describeAdapter } from './contracts/adapters/describe-adapter.ts'
export { expectRow } from './contracts/adapters/expect-row.ts'
export { expectNoLeak } from './contracts/adapters/generic-pages.ts'
export type {
  AdapterHarness,
  AdapterQuirk,
  AdapterRecord,
  AdapterStartOptions,
  AdapterUnderTest,
  ContractRoute,
  SeenEvent,
  SeenLine,
} from './contracts/adapters/harness.ts'
export {
  command,
  openPage,
  type CommandOptions,
  type EvaluateOptions,
  type FailedPage,
} from './contracts/adapters/debugger/failed-page.ts'
export { send, type SendOptions, type SentAnswer } from './contracts/adapters/debugger/send.ts'
