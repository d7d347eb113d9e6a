import type { AlertTrigger } from '../domain/alert.ts'
import type { Instant } from '../domain/instant.ts'
import type { IssueMail } from './issue-mail.ts'

const triggerWords: Readonly<Record<AlertTrigger, string>> = {
  'new-issue': 'New issue',
  regression: 'Regression',
  reappeared: 'No longer ignored',
  'every-event': 'New event',
  'event-count': 'Frequent issue',
  'user-count': 'Many users',
  'session-share': 'Many sessions',
  'no-events': 'No events',
  realert: 'Still happening',
  test: 'Test alert',
}

/** Returns what happened, in the words above a mail: `New issue in Shop · production`. */
export function headline(mail: IssueMail): string {
  const what = triggerWords[mail.trigger]
  const where =
    mail.environment === undefined ? mail.projectName : `${mail.projectName} · ${mail.environment}`
  return `${what} in ${where}`
}

/** Returns the facts of a mail as names and values, in the order that text and HTML show them. */
export function facts(mail: IssueMail): readonly (readonly [name: string, value: string])[] {
  const all: readonly (readonly [string, string | undefined])[] = [
    ['Rule', `${mail.ruleName}: ${mail.reason}`],
    ['Issue', `${mail.shortId} (${mail.level})`],
    ['Project', mail.projectName],
    ['Environment', mail.environment],
    ['Release', mail.release],
    ['Request', mail.request],
    ['User', mail.user],
    ['Server', mail.serverName],
    ['Happened', atUtc(mail.happenedAt)],
    [
      'Events',
      mail.count === 1
        ? '1'
        : `${mail.count}${mail.users ? ` of ${mail.users} ${mail.users === 1 ? 'user' : 'users'}` : ''}, first ${atUtc(mail.firstSeen)}, last ${atUtc(mail.lastSeen)}`,
    ],
  ]
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

/** Returns an instant as `2026-11-22 17:03:09 UTC`. */
function atUtc(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
