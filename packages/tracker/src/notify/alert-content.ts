import type { Level } from '@culprit/wire'
import type { Instant } from '../domain/instant.ts'
import type { IssueStatus } from '../domain/issue.ts'

/**
 * What one alert says, whatever the channel. Texts come from strangers: one line each, bounded, without control
 * characters (see `plainText`), but not escaped for any syntax; that is the channel's part.
 */
export interface AlertContent {
  /** `resolved` closes what `fired` opened, on channels that keep incidents; `test` is a sample somebody asked for. */
  readonly kind: 'fired' | 'resolved' | 'test'
  readonly at: Instant
  readonly rule: { readonly id: number; readonly name: string }
  /** One sentence that says why it fired: `Seen 11 times in one minute, more than 10.` */
  readonly reason: string
  readonly project: { readonly id: number; readonly slug: string; readonly name: string }
  /** Absent for an alert about the project as a whole. */
  readonly issue?: AlertIssue | undefined
  /** The event that made the rule fire; absent when none did. */
  readonly event?: AlertEvent | undefined
  /** Several alerts told at once. */
  readonly digest?: AlertDigest | undefined
  readonly tags: readonly (readonly [name: string, value: string])[]
  readonly links: {
    /** The issue's page, or the project's when the alert is about no issue. */
    readonly subject: string
    readonly event?: string | undefined
    /** Where the rule is changed. */
    readonly rule: string
  }
}

/** Alerts that were gathered, by rule and issue. */
export interface AlertDigest {
  /** All of them, also those that no entry stands for. */
  readonly alerts: number
  /** The loudest first, at most 50. */
  readonly entries: readonly DigestEntry[]
}

/** The gathered alerts of one rule about one issue. */
export interface DigestEntry {
  /** Absent for alerts about the project as a whole. */
  readonly issue?: { readonly shortId: string; readonly link: string } | undefined
  /** The issue's title, or why the rule fired. */
  readonly title: string
  readonly rule: string
  readonly alerts: number
  /** Of the issue, ever counted. */
  readonly events?: number | undefined
  readonly users?: number | undefined
}

interface AlertIssue {
  readonly id: number
  /** `SHOP-42`. */
  readonly shortId: string
  readonly title: string
  readonly culprit: string
  readonly level: Level
  readonly status: IssueStatus
  readonly type?: string | undefined
  readonly value?: string | undefined
  readonly count: number
  readonly userCount: number
  readonly firstSeen: Instant
  readonly lastSeen: Instant
}

interface AlertEvent {
  /** 32 hex digits. */
  readonly id: string
  readonly at: Instant
  readonly environment?: string | undefined
  readonly release?: string | undefined
  /** `POST https://shop.example/checkout`. */
  readonly request?: string | undefined
  /** Where it was thrown: `calcTotal (src/cart/total.ts:41:23)`. */
  readonly place?: string | undefined
}
