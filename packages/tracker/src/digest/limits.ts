/**
 * What is kept of one event. Lengths are in UTF-16 code units, `chars` budgets count string characters plus a few for
 * every other value. The bounds are generous: local variables are what people come for. What is cut leaves a note.
 */
export const limits = {
  exceptions: 32,
  frames: 250,
  threads: 64,
  breadcrumbs: 100,
  tags: 100,
  contexts: 50,
  modules: 1000,
  fingerprint: 64,
  pairs: 200,
  notes: 50,
  redactions: 100,
  integrations: 100,
  debugImages: 200,

  /** Source lines kept on each side of a frame's line. */
  sourceLines: 20,
  sourceLine: 1000,
  symbol: 512,
  path: 1024,
  exceptionValue: 8192,
  message: 8192,
  url: 4096,
  header: 4096,
  shortText: 200,
  logger: 64,
  culprit: 200,
  environment: 64,
  tag: 200,
  fingerprintPart: 1024,
  userText: 512,
  reportComments: 8192,

  vars: { depth: 6, string: 8192, chars: 65_536, keys: 200 },
  breadcrumbData: { depth: 5, string: 8192, chars: 32_768, keys: 100 },
  extra: { depth: 8, string: 16_384, chars: 262_144, keys: 200 },
  context: { depth: 7, string: 8192, chars: 65_536, keys: 200 },
  body: { depth: 10, string: 65_536, chars: 262_144, keys: 1000 },
  env: { depth: 3, string: 4096, chars: 65_536, keys: 200 },
  small: { depth: 5, string: 4096, chars: 16_384, keys: 100 },
  debugMeta: { depth: 6, string: 2048, chars: 131_072, keys: 500 },
  report: { depth: 6, string: 8192, chars: 65_536, keys: 100 },

  /** Notes kept of one envelope's attachments. */
  attachments: 100,
  /** Protocol A8: items with sessions in one envelope, and aggregates in one of them; ours: both in one envelope. */
  sessionItems: 100,
  sessionAggregates: 100,
  sessionReports: 1000,
  /** A larger attachment's body is not stored, even when bodies are. */
  attachmentBytes: 20_971_520,

  /** A stored event as JSON; what is longer loses variables, then extra, breadcrumbs and contexts. */
  eventChars: 1_048_576,

  /** The component tree that explains a new issue's fingerprint, as JSON. */
  groupingChars: 16_384,
  /** Fingerprints that a decoder remembers, so that the tree is built for the first event of each. */
  hashesRemembered: 10_000,

  /** Protocol A11: later than this after arrival (a minute) is a wrong clock. */
  maxFutureMs: 60_000,
  /** Protocol A11: earlier than this before arrival (30 days) is a wrong clock. */
  maxPastMs: 2_592_000_000,
  /** Protocol A11: the sender's clock is corrected from this difference (55 minutes) on. */
  minDriftMs: 3_300_000,
} as const

/** Bounds for one JSON value: levels of nesting, one string, characters in all, entries of one container. */
export interface JsonLimits {
  readonly depth: number
  readonly string: number
  readonly chars: number
  readonly keys: number
}
