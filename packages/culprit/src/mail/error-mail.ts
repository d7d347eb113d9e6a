import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { boundText } from './bound-text.ts'
import type { Letterhead } from './letterhead.ts'
import { mailHtml } from './mail-html.ts'
import { mailFingerprint } from './mail-key.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import { maxSubject, oneLine, subjectLine } from './subject-line.ts'
import type { Digest, Limited } from './throttle.ts'

/** What the mail about one occurrence says. Texts and values are as they were logged: secrets are removed here. */
export interface Occurrence {
  /** What the mails about this error have in common: 32 hex digits. */
  readonly thread: string
  readonly subject: string
  /** The record as the handler's formatter has it, traceback and all. */
  readonly text: string
  readonly at: number
  readonly reference?: string | undefined
  /** Named values to show below the text. */
  readonly sections: readonly Section[]
  /** Lines that led up to it. */
  readonly trail: readonly string[]
}

/** Values under a heading; nothing is shown when there are none. */
export interface Section {
  readonly heading: string
  readonly values: Readonly<Record<string, unknown>>
}

const limits = { text: 100_000, section: 20_000, trail: 20_000 }
const valueBounds = { depth: 6, nodes: 500, string: 2000, keys: 50, items: 50 }

/** Returns the mail about one occurrence: at most 200,000 characters. */
export function occurrenceMail(head: Letterhead, occurrence: Occurrence): OutgoingMail {
  const { thread, at, reference, sections, trail } = occurrence
  const text = [
    redacted(head, occurrence.text, limits.text),
    ...sections.map((section) => sectionText(head, section)),
    trail.length === 0
      ? ''
      : `Before it, in the same request:\n${redacted(head, trail.join('\n'), limits.trail)}`,
    footer(head, thread, reference),
  ]
  return mail(head, {
    thread,
    at,
    subject: redacted(head, occurrence.subject, 1000),
    text: text.filter((part) => part !== '').join('\n\n'),
    ...(reference !== undefined && { reference }),
  })
}

/** Returns the mail about an occurrence as one of another thread. */
export function inThread(mail: OutgoingMail, thread: string): OutgoingMail {
  const before = mail.headers['X-Error-Fingerprint'] ?? ''
  if (before === thread) return mail
  return {
    ...mail,
    text: mail.text.replace(`\nFingerprint: ${before}\n`, `\nFingerprint: ${thread}\n`),
    ...(mail.html !== undefined && { html: mail.html.replaceAll(before, thread) }),
    references: mail.references.map((reference) => reference.replace(before, thread)),
    headers: { ...mail.headers, 'X-Error-Fingerprint': thread },
  }
}

/** Returns the mail that says how often an error came again, with up to three of the occurrences. */
export function digestMail(
  head: Letterhead,
  digest: Omit<Digest, 'key'> & { readonly thread: string },
  at: number,
): OutgoingMail {
  const { thread, count, total, firstAt, lastAt, samples } = digest
  const title = redacted(head, digest.title, 500)
  const shown = samples.length === count ? '' : `${samples.length} of them:\n\n`
  const text = [
    `${count} more of this error since the last mail about it, ${total} in all:\n${title}`,
    `First: ${timeText(firstAt)}\nLast:  ${timeText(lastAt)}`,
    shown + samples.map((sample) => `--- ${timeText(sample.at)}\n${sample.text}`).join('\n\n'),
    footer(head, thread),
  ]
  return mail(head, { thread, at, subject: subjectLine({ ...head, title, count }), text: text.join('\n\n') })
}

/** Returns the mail that says that there were more errors than mails may be sent. */
export function limitMail(head: Letterhead, { errors, kinds, until }: Limited, at: number): OutgoingMail {
  const title = `Mail limited: ${errors} error(s) suppressed`
  const thread = mailFingerprint('mail limited')
  const text = [
    `The limit of error mails is reached: ${errors} error(s) of ${kinds} kind(s) got no mail of their own so far.`,
    `Mails go out again from ${timeText(Math.max(at, until))}. What was suppressed is counted, and told by then.`,
    'The log files and the list of issues have every one of them.',
    footer(head, thread),
  ]
  return mail(head, {
    thread,
    at,
    subject: subjectLine({ ...head, title }),
    text: text.join('\n\n'),
  })
}

/** Returns a text with its secrets removed, at most `limit` characters long and a line that says what was left out. */
export function redacted({ redactor }: Pick<Letterhead, 'redactor'>, text: string, limit: number): string {
  // The margin lets a secret that the cut goes through be recognised whole.
  const margin = 256
  const clean = redactor.redactText(text.slice(0, limit + margin))
  return boundText(clean, limit, text.length)
}

function sectionText({ redactor }: Letterhead, { heading, values }: Section): string {
  const { value } = redactor.redact(values, valueBounds)
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (entries.length === 0) return ''
  const lines = entries.map(
    ([name, item]) => `  ${name}: ${typeof item === 'string' ? item : JSON.stringify(item)}`,
  )
  return redacted({ redactor }, `${heading}:\n${lines.join('\n')}`, limits.section)
}

function footer({ application, environment }: Letterhead, thread: string, reference?: string): string {
  const lines = [
    reference === undefined ? undefined : `Reference:   ${oneLine(reference, 100)}`,
    `Fingerprint: ${thread}`,
    application === undefined ? undefined : `Application: ${oneLine(application, 100)}`,
    environment === undefined ? undefined : `Environment: ${oneLine(environment, 100)}`,
    `Host:        ${oneLine(hostname(), 100)}, process ${process.pid}`,
  ]
  return `-- \n${lines.filter((line) => line !== undefined).join('\n')}`
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}

interface Envelope {
  readonly thread: string
  readonly at: number
  readonly subject: string
  readonly text: string
  readonly reference?: string
}

/** All mails about one error refer to one root, which is never sent itself: mail programs show them as one thread. */
function mail(head: Letterhead, { thread, at, subject, text, reference }: Envelope): OutgoingMail {
  const domain = domainOf(head.from)
  const line = oneLine(subject, maxSubject)
  const html = head.html === false ? undefined : mailHtml(line, text)
  return {
    from: head.from,
    to: head.to,
    subject: line,
    text: `${text}\n`,
    ...(html !== undefined && { html }),
    messageId: `<${at.toString(36)}.${randomBytes(8).toString('hex')}@${domain}>`,
    references: [`<${thread}@${domain}>`],
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Error-Fingerprint': thread,
      ...(reference !== undefined && { 'X-Error-Reference': oneLine(reference, 100) }),
    },
    createdAt: at,
  }
}

function domainOf(from: string): string {
  return /@([a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?)\s*>?\s*$/i.exec(from)?.[1] ?? 'culprit.localhost'
}
