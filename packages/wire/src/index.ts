/** Sentry's envelope protocol, pure: runs in browsers and on servers, and does no input or output. */
export { authenticateParts, formatAuthHeader } from './auth.ts'
export type { AuthParts, AuthResult, Credentials, QueryReader } from './auth.ts'
export { categoryOfItem, dataCategories, isDataCategory } from './category.ts'
export type { DataCategory } from './category.ts'
export { createClientReport, parseClientReport } from './client-report.ts'
export type { ClientDiscard, ClientDiscardInput, ClientReport } from './client-report.ts'
export { decodeEnvelope } from './decode-envelope.ts'
export { endpointUrl, formatDsn, parseDsn } from './dsn.ts'
export type { Dsn, Endpoint } from './dsn.ts'
export type { Envelope, EnvelopeHeader, EnvelopeItem, ItemHeader, SdkName } from './envelope.ts'
export { createEnvelopeDecoder } from './envelope-decoder.ts'
export type { DecoderEvent, EnvelopeDecoder } from './envelope-decoder.ts'
export { encodeEnvelope } from './envelope-encoder.ts'
export type { EncodableEnvelope, EncodableHeader, EncodableItem } from './envelope-encoder.ts'
export { createEventId, dashedEventId, parseEventId } from './event-id.ts'
export type {
  SentBreadcrumb,
  SentDebugImage,
  SentEvent,
  SentException,
  SentFrame,
  SentLogEntry,
  SentMechanism,
  SentPairs,
  SentRequest,
  SentSdk,
  SentStacktrace,
  SentThread,
  SentTimestamp,
  SentUser,
  SentValues,
} from './event.ts'
export { isJsonObject } from './json-object.ts'
export type { JsonObject } from './json-object.ts'
export { compareLevels, levels, parseLevel } from './level.ts'
export type { Level } from './level.ts'
export { defaultDecoderLimits, itemLimitBytes, wireLimits } from './limits.ts'
export type { DecoderLimits } from './limits.ts'
export { discardReasons } from './outcome.ts'
export type { ClientDiscardReason, DiscardReason } from './outcome.ts'
export { isRateLimited, updateRateLimits } from './rate-limit-state.ts'
export type { AnswerFacts, HeaderReader, RateLimitState } from './rate-limit-state.ts'
export { formatRateLimits, parseRateLimits, unwantedTraffic } from './rate-limits.ts'
export type { RateLimit } from './rate-limits.ts'
export { parseTimestamp } from './timestamp.ts'
export { WireError } from './wire-error.ts'
export type { WireErrorCode } from './wire-error.ts'
