import type { IssueMail } from './issue-mail.ts'
import { plainText } from './plain-text.ts'

const limit = 150

/**
 * Returns the subject: `[Shop] TypeError: Cannot read properties of undefined (new)`. One line of at most 150
 * characters whatever the title holds, so it cannot add a header; the project and what happened are never cut off.
 */
export function renderSubject(mail: IssueMail): string {
  const before = `[${plainText(mail.projectName, 40)}] `
  const after = mail.kind === 'regression' ? ' (regression)' : ' (new)'
  return `${before}${plainText(mail.title, limit - before.length - after.length)}${after}`
}
