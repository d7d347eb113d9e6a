import type { OutcomeCount } from '../domain/digest-plan.ts'
import type { Instant } from '../domain/instant.ts'
import type { IssueStatus } from '../domain/issue.ts'
import type { Directory } from '../domain/project.ts'
import type { Snooze } from '../domain/snooze.ts'
import type { AlertCommands } from './alert-commands.ts'
import type { PeopleCommands } from './people-commands.ts'
import type { DestinationCommands } from './destination-store.ts'
import type { ProjectScope } from './project-scope.ts'

export type { ProjectScope }

/**
 * What pages, API and jobs ask of the writer, the only thread that changes the database. Every method is one
 * transaction. Arguments and results cross threads, so they are plain data.
 */
export interface Commands extends AlertCommands, PeopleCommands, DestinationCommands {
  /** Resolve, ignore or reopen. Reopening by hand makes an issue `ongoing`. */
  setIssueStatus(change: StatusChange): Promise<'done' | 'not-found'>
  /** Makes the owner of a one-time code and a session in one step; undefined when the code is wrong, used or too old. */
  redeemSignInCode(input: {
    readonly codeHash: string
    readonly session: NewSession
    readonly now: Instant
  }): Promise<{ readonly userId: number } | undefined>
  addSignInCode(input: { readonly codeHash: string; readonly expiresAt: Instant }): Promise<void>
  createSession(userId: number, session: NewSession): Promise<void>
  endSession(tokenHash: string): Promise<void>
  /** Sets the owner's address and password hash; undefined leaves one as it is. */
  setCredentials(input: {
    readonly userId: number
    readonly email?: string | undefined
    readonly passwordHash?: string | undefined
    readonly now: Instant
  }): Promise<void>
  addOutcomes(counts: readonly OutcomeCount[], at: Instant): Promise<void>
  directory(): Promise<Directory>
  /** Forgets day files, outcomes, sessions, parked events older than their time; returns what was removed. */
  applyRetention(input: {
    readonly now: Instant
    readonly retentionDays: number
  }): Promise<{ readonly daysRemoved: readonly string[]; readonly bytesFreed: number }>
}

export interface StatusChange {
  readonly scope: ProjectScope
  readonly issueId: number
  readonly status: IssueStatus
  /** With `ignored`: what it waits for; without it the issue stays ignored. */
  readonly snooze?: Snooze | undefined
  readonly now: Instant
}

export interface NewSession {
  /** SHA-256 of the cookie's token, hex; the token itself is never stored. */
  readonly tokenHash: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly userAgent: string
}
