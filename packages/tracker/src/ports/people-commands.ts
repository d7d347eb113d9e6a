import type { AlertPeople, AlertWish, MemberSettings } from '../domain/alert-people.ts'
import type { Instant } from '../domain/instant.ts'
import type { Assignee } from '../domain/issue.ts'
import type { ProjectScope } from './project-scope.ts'

/** What changes who is told of alerts; each method is one transaction of the writer. */
export interface PeopleCommands {
  alertPeople(): Promise<AlertPeople>
  /** Adds a member who gets mail and cannot sign in; `taken` when the address is a member's. */
  addMember(input: {
    readonly email: string
    readonly name?: string | undefined
    readonly now: Instant
  }): Promise<{ readonly userId: number } | 'taken'>
  /** The owner stays. */
  removeMember(userId: number): Promise<'done' | 'not-found'>
  /** Replaces settings and wishes; undefined leaves one as it is. */
  changeMember(input: {
    readonly userId: number
    readonly name?: string | undefined
    readonly settings?: MemberSettings | undefined
    readonly wishes?: readonly { readonly projectId: number; readonly wants: AlertWish }[] | undefined
  }): Promise<'done' | 'not-found'>
  addTeam(input: {
    readonly slug: string
    readonly name: string
    readonly now: Instant
  }): Promise<{ readonly teamId: number } | 'taken'>
  /**
   * Renames a team, in the ownership rules that name it too, and replaces its members and projects; undefined leaves one
   * as it is. Ids that name nothing are left out. `taken`: another team has the slug.
   */
  changeTeam(input: {
    readonly teamId: number
    readonly slug?: string | undefined
    readonly name?: string | undefined
    readonly members?: readonly number[] | undefined
    readonly projects?: readonly number[] | undefined
  }): Promise<'done' | 'not-found' | 'taken'>
  removeTeam(teamId: number): Promise<'done' | 'not-found'>
  setTeamMember(input: {
    readonly teamId: number
    readonly userId: number
    readonly isMember: boolean
  }): Promise<'done' | 'not-found'>
  setProjectTeam(input: {
    readonly projectId: number
    readonly teamId: number
    readonly isOf: boolean
  }): Promise<'done' | 'not-found'>
  setOwnership(input: { readonly projectId: number; readonly raw: string }): Promise<void>
  assignIssue(input: {
    readonly scope: ProjectScope
    readonly issueId: number
    /** Undefined: to nobody. */
    readonly assignee: Assignee | undefined
  }): Promise<'done' | 'not-found'>
  /** Ends mails to an address: of a member by wanting nothing, of others by a note. Project 0: of every project. */
  unsubscribe(input: {
    readonly address: string
    readonly projectId: number
    readonly now: Instant
  }): Promise<void>
  /** Writes a member's weekly report, unless one was written after `notAfter`. */
  writeWeeklyReport(input: {
    readonly userId: number
    readonly since: Instant
    readonly now: Instant
    readonly notAfter: Instant
  }): Promise<'done' | 'not-due'>
  /** Whether repeats to an address wait for a digest too. */
  setDigests(input: {
    readonly address: string
    readonly digests: boolean
    readonly now: Instant
  }): Promise<void>
}
