import type { AlertPeople } from '../domain/alert-people.ts'
import type { Instant } from '../domain/instant.ts'

const hour = 8

/** Returns the members whose weekly report is due: it is Monday, eight or later, where they are. */
export function weeklyReportsDue({ members }: AlertPeople, now: Instant): readonly number[] {
  return members.flatMap(({ userId, email, settings }) =>
    settings.weeklyReport === true && email !== '' && isMonday(now, settings.quietHours?.timeZone ?? 'UTC')
      ? [userId]
      : [],
  )
}

function isMonday(now: Instant, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  return part('weekday') === 'Mon' && Number(part('hour')) >= hour
}
