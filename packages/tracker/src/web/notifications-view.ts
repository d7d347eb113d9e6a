import { wishOf, type AlertMember, type AlertWish } from '../domain/alert-people.ts'
import { timeOfDay } from '../domain/quiet-hours.ts'
import type { PageContext } from './context.ts'

/** What somebody wants to be told: the page's HTML, JSON and Markdown are made from it. */
export interface NotificationsView {
  readonly projects: readonly { readonly id: number; readonly name: string; readonly wants: AlertWish }[]
  readonly quietFrom: string
  readonly quietTo: string
  readonly quietZone: string
  readonly weeklyReport: boolean
  /** What is wrong with what was sent. */
  readonly quietProblem?: string | undefined
}

/** Returns the wishes that the page does not show: of projects that come later, or cannot be seen. They stay. */
export async function readOtherWishes(
  ctx: PageContext,
  shown: readonly number[],
): Promise<AlertMember['wishes']> {
  const { members } = await ctx.deps.commands.alertPeople()
  const member = members.find(({ userId }) => userId === ctx.user.id)
  return (member?.wishes ?? []).filter(({ projectId }) => !shown.includes(projectId))
}

/** Reads what the signed-in person wants to be told. */
export async function readNotifications(ctx: PageContext): Promise<NotificationsView> {
  const { members } = await ctx.deps.commands.alertPeople()
  const member = members.find(({ userId }) => userId === ctx.user.id)
  const { quietHours, weeklyReport = false } = member?.settings ?? {}
  return {
    projects: ctx.projects
      .filter(({ internal }) => !internal)
      .map(({ id, name }) => ({ id, name, wants: member ? wishOf(member, id) : 'everything' })),
    quietFrom: quietHours ? timeOfDay(quietHours.from) : '',
    quietTo: quietHours ? timeOfDay(quietHours.to) : '',
    quietZone: quietHours?.timeZone ?? '',
    weeklyReport,
  }
}
