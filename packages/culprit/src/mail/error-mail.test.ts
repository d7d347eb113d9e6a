import { createRedactor } from '@culprit/redact'
import { describe, expect, it } from 'vitest'
import { digestMail, inThread, limitMail, occurrenceMail, redacted, type Occurrence } from './error-mail.ts'
import type { Letterhead } from './letterhead.ts'

const thread = 'cd'.repeat(16)
const at = Date.UTC(2026, 0, 15, 12)
const head: Letterhead = {
  from: 'Shop <shop@mail.x.test>',
  to: ['dev@x.test'],
  application: 'shop',
  environment: 'production',
  redactor: createRedactor(),
}
const occurrence: Occurrence = {
  thread,
  subject: 'KeyError: lamp',
  text: 'KeyError: lamp\n    at pay (pay.js:1:1)',
  at,
  reference: 'ab'.repeat(16),
  sections: [],
  trail: [],
}

describe('occurrenceMail', () => {
  it('3.3.10 has the headers that thread it and keep auto-responders quiet', () => {
    const [one, other] = [occurrenceMail(head, occurrence), occurrenceMail(head, occurrence)]
    expect(one).toMatchObject({
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Error-Fingerprint': thread,
        'X-Error-Reference': 'ab'.repeat(16),
      },
      references: [`<${thread}@mail.x.test>`],
      createdAt: at,
    })
    expect(one.references).toEqual(other.references)
    expect(one.messageId).not.toBe(other.messageId)
    expect(one.messageId).toMatch(/^<[\w.]+@mail\.x\.test>$/)
  })

  it('3.3.10 can be moved to another thread, wherever that is named', () => {
    const [other, moved] = ['ef'.repeat(16), occurrenceMail(head, occurrence)]
    const mail = inThread(moved, other)
    // Text, HTML, the reference and the header.
    expect(JSON.stringify(mail).split(other)).toHaveLength(5)
    expect(JSON.stringify(mail)).not.toContain(thread)
    expect(inThread(moved, thread)).toBe(moved)
  })

  it('3.3.10 threads a digest under its error', () => {
    const digest = { thread, title: 'KeyError', count: 3, total: 4, firstAt: at, lastAt: at, samples: [] }
    expect(digestMail(head, digest, at).references).toEqual(occurrenceMail(head, occurrence).references)
  })

  const secrets: readonly (readonly [string, Partial<Occurrence>, string])[] = [
    ['the subject', { subject: 'login with password=hunter2secret failed' }, 'hunter2secret'],
    ['the text', { text: 'GET https://eve:hunter2secret@x.test/' }, 'hunter2secret'],
    ['a bearer token', { text: 'Authorization: Bearer abc123.def456-xyz' }, 'abc123.def456-xyz'],
    ['a card number', { text: 'card 4111 1111 1111 1111' }, '4111 1111 1111 1111'],
    ['STRIPE_SK', { text: 'STRIPE_SK=hunter2secret' }, 'hunter2secret'],
    ['AWS_KEY', { text: 'AWS_KEY=hunter2secret' }, 'hunter2secret'],
    ['EMAIL_HOST_PASS', { text: '{"EMAIL_HOST_PASS":"hunter2secret"}' }, 'hunter2secret'],
    ['DB_TOKEN', { text: 'DB_TOKEN=hunter2secret' }, 'hunter2secret'],
    ['SECRET', { text: 'SECRET=hunter2secret' }, 'hunter2secret'],
    [
      'SENTRY_DSN',
      { sections: [{ heading: 'F', values: { SENTRY_DSN: 'https://hunter2secret@x.test/1' } }] },
      'hunter2secret',
    ],
    [
      'fields',
      { sections: [{ heading: 'F', values: { user: { password: 'hunter2secret' } } }] },
      'hunter2secret',
    ],
    [
      'headers',
      { sections: [{ heading: 'F', values: { headers: { Cookie: 'sid=hunter2secret' } } }] },
      'hunter2secret',
    ],
    ['the trail', { trail: ['api_key=hunter2secret'] }, 'hunter2secret'],
  ]
  it.each(secrets)('3.3.8 removes secrets from %s', (_where, part, secret) => {
    const mail = occurrenceMail(head, { ...occurrence, ...part })
    expect(`${mail.subject}\n${mail.text}`).not.toContain(secret)
    expect(`${mail.subject}\n${mail.text}`).toContain('[Filtered]')
  })

  it('3.3.8 is at most 200,000 characters long and says what was left out', () => {
    const huge = 'x'.repeat(1_000_000)
    const sections = ['A', 'B', 'C'].map((heading) => ({
      heading,
      values: { [heading]: huge, list: Array(99).fill(huge) },
    }))
    const mail = occurrenceMail(head, { ...occurrence, text: huge, sections, trail: Array(99).fill(huge) })
    expect(mail.text.length).toBeLessThan(200_000)
    expect(mail.text).toContain('[900000 characters left out]')
  })

  it('3.3.8 a cut in the middle of a secret shows nothing of it', () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghijklmnop'
    for (let limit = 5; limit < 80; limit++) {
      const text = redacted(head, `token ${secret} ${'y'.repeat(1000)}`, limit)
      expect(text).not.toContain('eyJ')
    }
  })

  it('shows fields as they are read best, and nothing of empty ones', () => {
    const sections = [
      { heading: 'Fields', values: { sku: 'lamp', price: { amount: 12 } } },
      { heading: 'Context', values: {} },
    ]
    const { text } = occurrenceMail(head, { ...occurrence, sections, trail: ['one', 'two'] })
    expect(text).toContain('Fields:\n  sku: lamp\n  price: {"amount":12}')
    expect(text).not.toContain('Context')
    expect(text).toContain('Before it, in the same request:\none\ntwo')
  })

  it('drops control characters that terminals would obey', () => {
    const { text } = occurrenceMail(head, { ...occurrence, text: 'a\u001b[2Jb\r\nc\u0007' })
    expect(text.startsWith('a\ufffd[2Jb\nc\ufffd')).toBe(true)
  })
})

describe('digestMail', () => {
  it('3.3.2 tells counts, first and last time and the samples', () => {
    const samples = [1, 2, 3].map((n) => ({ at: at + n, text: `sample ${n}` }))
    const digest = {
      thread,
      title: 'KeyError: lamp',
      count: 500,
      total: 501,
      firstAt: at,
      lastAt: at + 60_000,
      samples,
    }
    const mail = digestMail(head, digest, at)
    expect(mail.subject).toBe('[shop production] KeyError: lamp (x500)')
    expect(mail.text).toContain('500 more of this error since the last mail about it, 501 in all')
    expect(mail.text).toContain('First: 2026-01-15T12:00:00.000Z\nLast:  2026-01-15T12:01:00.000Z')
    for (const { text } of samples) expect(mail.text).toContain(text)
  })
})

describe('limitMail', () => {
  it('3.3.3 says how many were suppressed and where they are', () => {
    const mail = limitMail(head, { errors: 31, kinds: 7, until: at + 3_600_000 }, at)
    expect(mail.subject).toBe('[shop production] Mail limited: 31 error(s) suppressed')
    expect(mail.text).toMatch(/31 error\(s\) of 7 kind\(s\)[^]*13:00:00[^]*log files/)
  })
})
