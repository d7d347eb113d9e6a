export {}
export { createFakeClock, type FakeClock } from './fake-clock.ts'
export { parseMail, type ParsedMail } from './parse-mail.ts'
export { createSmtpSink, type SmtpMode, type SmtpSink, type SunkMail } from './smtp-sink.ts'
export { createTempDir, type TempDir } from './temp-dir.ts'
export { until, type UntilOptions } from './until.ts'
