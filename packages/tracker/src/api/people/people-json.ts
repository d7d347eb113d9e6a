import type { AlertMember, Team } from '../../domain/alert-people.ts'
import { timeOfDay } from '../../domain/quiet-hours.ts'
import type { Project } from '../../domain/project.ts'

/** A member as the API serves it; `alerts` is ours. */
export interface MemberJson {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly user: { readonly id: string; readonly email: string; readonly name: string }
  readonly alerts: {
    /** By project slug, `default` for the others: everything, mine or nothing. */
    readonly wants: Readonly<Record<string, string>>
    readonly quietHours: { readonly from: string; readonly to: string; readonly timeZone: string } | null
    readonly weeklyReport: boolean
  }
}

/** A team as the API serves it. */
export interface TeamJson {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly memberCount: number
  readonly members: readonly string[]
  /** Those of them that the asker may see. */
  readonly projects: readonly { readonly id: string; readonly slug: string; readonly name: string }[]
}

/** The key under which the wish for all projects without one of their own stands. */
export const otherProjects = '*'

/** Returns a member. */
export function memberJson(member: AlertMember, projects: readonly Project[]): MemberJson {
  const { userId, email, settings, wishes } = member
  const id = String(userId)
  const name = member.name ?? email
  const slugOf = (projectId: number): string | undefined =>
    projectId === 0 ? otherProjects : projects.find((project) => project.id === projectId)?.slug
  const wants = wishes.flatMap((wish): readonly (readonly [string, string])[] => {
    const slug = slugOf(wish.projectId)
    return slug === undefined ? [] : [[slug, wish.wants]]
  })
  const hours = settings.quietHours
  return {
    id,
    email,
    name,
    user: { id, email, name },
    alerts: {
      wants: Object.fromEntries(wants),
      quietHours: hours
        ? { from: timeOfDay(hours.from), to: timeOfDay(hours.to), timeZone: hours.timeZone }
        : null,
      weeklyReport: settings.weeklyReport ?? false,
    },
  }
}

/** Returns a team. */
export function teamJson(team: Team, projects: readonly Project[]): TeamJson {
  const { id, slug, name, members } = team
  return {
    id: String(id),
    slug,
    name,
    memberCount: members.length,
    members: members.map(String),
    projects: projects
      .filter((project) => team.projects.includes(project.id))
      .map((project) => ({ id: String(project.id), slug: project.slug, name: project.name })),
  }
}
