import type { AlertTrigger } from '../domain/alert.ts'
import type { IssueMail } from './issue-mail.ts'
import { plainText } from './plain-text.ts'

const limit = 150

const endings: Readonly<Record<AlertTrigger, string>> = {
  'new-issue': 'new',
  regression: 'regression',
  reappeared: 'no longer ignored',
  'every-event': 'event',
  'event-count': 'frequent',
  'user-count': 'many users',
  'session-share': 'many sessions',
  'no-events': 'silence',
  realert: 'again',
  test: 'test',
}

/**
 * Returns the subject: `[Shop] TypeError: Cannot read properties of undefined (new)`. One line of at most 150
 * characters whatever the title holds, so it cannot add a header; the project and what happened are never cut off.
 */
export function renderSubject(mail: IssueMail): string {
  const before = `[${plainText(mail.projectName, 40)}] `
  const after = ` (${endings[mail.trigger]})`
  return `${before}${plainText(mail.title, limit - before.length - after.length)}${after}`
}
