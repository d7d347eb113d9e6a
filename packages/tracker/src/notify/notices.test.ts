import { describe, expect, it } from 'vitest'
import type { Alert } from '../domain/alert.ts'
import type { DigestContent } from '../ports/alert-reads.ts'
import type { OutboxRow } from '../ports/outbox-store.ts'
import { createMailRenderer } from './mail-renderer.ts'

const at = Date.UTC(2026, 10, 22, 17)
const project = { id: 1, slug: 'shop', name: 'Shop', createdAt: 0, internal: false }
const alert: Alert = {
  id: 3,
  ruleId: 1,
  ruleName: 'Often <b>',
  trigger: 'event-count',
  reason: '11 events within one minute, more than 10.',
  projectId: 1,
  issueId: 7,
  eventId: 'e'.repeat(32),
  at,
  fires: 1,
}
const content: DigestContent = {
  total: 640,
  reasons: ['flood'],
  lines: [
    {
      alert,
      alerts: 400,
      issue: { shortId: 'SHOP-7', title: 'TypeError: <i>no</i>', count: 4000, userCount: 3 },
    },
    { alert: { ...alert, issueId: undefined, reason: 'No event for one hour.' }, alerts: 1 },
  ],
}
const reads = {
  projects: async () => [project],
  issueById: async () => undefined,
  eventOfIssue: async () => undefined,
  alertsOfDigest: async () => content,
  weekOfProjects: async () => [
    {
      projectName: 'Shop',
      events: 12,
      eventsBefore: 5,
      newIssues: 1,
      open: 4,
      loudest: [{ shortId: 'SHOP-7', title: 'TypeError: no', events: 9 }],
    },
  ],
}
const render = createMailRenderer({ reads, baseUrl: 'https://errors.example', linkKey: new Uint8Array(32) })

function row(message: OutboxRow['message']): OutboxRow {
  return {
    id: 9,
    message,
    destination: { kind: 'mail', address: 'a@x.test' },
    state: 'pending',
    attempts: 0,
    createdAt: at,
    nextAt: at,
  }
}

describe('mails about more or less than one event', () => {
  it('ALR-29 a digest says how many alerts it leaves out, and offers digests', async () => {
    const mail = await render(row({ kind: 'digest', projectId: 1, since: at }))
    expect(mail?.subject).toBe('[Shop] 640 alerts about at least 2 issues')
    expect(mail?.text).toContain('The first 401 are listed by rule and issue; 239 are left out.')
    expect(mail?.text).toContain('- SHOP-7 TypeError: <i>no</i>\n  Often <b> (400 times): 11 events')
    expect(mail?.text).toContain('No event for one hour.')
    expect(mail?.text).toMatch(
      /Send me repeats as digests from now on: https:\/\/errors\.example\/-\/mail\?t=/,
    )
    expect(mail?.html).toContain('TypeError: &lt;i>no&lt;/i>')
    expect(mail?.html).not.toContain('Often <b>')
  })

  it('ALR-27 a mail can be unsubscribed from with one click', async () => {
    const mail = await render(row({ kind: 'digest', projectId: 1, since: at }))
    expect(mail?.headers).toMatchObject({
      'List-Unsubscribe': expect.stringMatching(/^<https:\/\/errors\.example\/-\/mail\?t=[\w.-]+>$/),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': 'shop <shop.errors.example>',
    })
  })

  it('ALR-15 ALR-26 silence has a mail that names its rule', async () => {
    const silence: Alert = {
      ...alert,
      trigger: 'no-events',
      reason: 'No event for one hour.',
      issueId: undefined,
    }
    const mail = await render(row({ kind: 'alert', alert: silence }))
    expect(mail?.subject).toBe('[Shop] No event for one hour. (silence)')
    expect(mail?.text).toContain('Rule: Often <b>')
    expect(mail?.headers['X-Culprit-Rule']).toBe('Often <b>')
  })

  it('ALR-31 the weekly report tells what the week brought', async () => {
    const mail = await render(row({ kind: 'weekly', userId: 1, since: at }))
    expect(mail?.subject).toBe('The week: 12 events, 1 new issue')
    expect(mail?.text).toContain('Shop: 12 events (5 the week before), 1 new issues, 4 open.')
    expect(mail?.text).toContain('SHOP-7 TypeError: no')
  })
})
