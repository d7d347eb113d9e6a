import type { QuietHours } from './quiet-hours.ts'

/** Which alerts of a project a member wants: all, those of issues that are theirs, or none. */
export type AlertWish = 'everything' | 'mine' | 'nothing'
export const alertWishes: readonly AlertWish[] = ['everything', 'mine', 'nothing']

/** What a member chose for themselves. */
export interface MemberSettings {
  /** In them nothing is sent; what came is told together when they end. */
  readonly quietHours?: QuietHours | undefined
  /** A mail every Monday at eight, in the time zone of the quiet hours. @default false */
  readonly weeklyReport?: boolean | undefined
}

/** A member as alerts see them. */
export interface AlertMember {
  readonly userId: number
  /** Empty when none is known: a person without an address gets no mail, and the page says so. */
  readonly email: string
  readonly name?: string | undefined
  readonly settings: MemberSettings
  /** By project; project 0 for those without an entry of their own. Absent: everything. */
  readonly wishes: readonly { readonly projectId: number; readonly wants: AlertWish }[]
}

export interface Team {
  readonly id: number
  readonly slug: string
  readonly name: string
  /** User ids. */
  readonly members: readonly number[]
  /** Ids of the projects that are the team's. */
  readonly projects: readonly number[]
}

/** What a team may be called, and what it may be named by in `#slug`. */
export const teamLimits: { readonly nameChars: number; readonly slug: RegExp } = {
  nameChars: 64,
  slug: /^[a-z0-9][a-z0-9_-]{0,49}$/,
}

/** Everybody who may be told of an alert: small, kept in memory, replaced whole when it changes. */
export interface AlertPeople {
  readonly members: readonly AlertMember[]
  readonly teams: readonly Team[]
  /** The ownership rules of projects as people wrote them. */
  readonly ownership: readonly { readonly projectId: number; readonly raw: string }[]
  /** Addresses that want no more mail; project 0: of no project. In lower case. */
  readonly unsubscribed: readonly { readonly address: string; readonly projectId: number }[]
}

/** Returns what a member wants to hear of a project. */
export function wishOf({ wishes }: AlertMember, projectId: number): AlertWish {
  const own = wishes.find((wish) => wish.projectId === projectId)
  return (own ?? wishes.find((wish) => wish.projectId === 0))?.wants ?? 'everything'
}

/** Returns the members of a project: those of its teams; everybody when it has none, or only empty ones. */
export function membersOfProject(
  { members, teams }: Pick<AlertPeople, 'members' | 'teams'>,
  projectId: number,
): readonly AlertMember[] {
  const ids = new Set(teams.flatMap((team) => (team.projects.includes(projectId) ? team.members : [])))
  const own = members.filter(({ userId }) => ids.has(userId))
  // An alert that nobody gets is worse than one that too many get.
  return own.length > 0 ? own : members
}
