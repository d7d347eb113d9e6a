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
