import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../domain/event.ts'
import type { Issue } from '../domain/issue.ts'
import type { Project } from '../domain/project.ts'
import { toIssueMail, type IssueMailInput } from './issue-mail.ts'
import { plainText } from './plain-text.ts'
import { previewValue } from './preview-value.ts'
import { renderHtml } from './render-html.tsx'
import { createMailRenderer } from './mail-renderer.ts'
import { renderSubject } from './render-subject.ts'
import { renderText } from './render-text.ts'

const at = Date.UTC(2026, 10, 22, 17, 3, 9)
const project: Project = { id: 1, slug: 'shop', name: 'Shop', createdAt: at, internal: false }
const issue: Issue & { readonly userCount: number } = {
  userCount: 3,
  id: 7,
  projectId: 1,
  number: 42,
  mechanism: 'v1',
  hash: 'ab'.repeat(16),
  title: 'TypeError: total is not a number',
  culprit: 'checkout',
  metadata: {},
  level: 'error',
  platform: 'node',
  status: 'unresolved',
  substatus: 'new',
  count: 101,
  firstSeen: at,
  lastSeen: at + 60_000,
  lastEventId: 'e'.repeat(32),
}
const event: StoredEvent = {
  v: 1,
  id: 'e'.repeat(32),
  projectId: 1,
  type: 'error',
  platform: 'node',
  level: 'error',
  timestamp: at,
  received: at,
  release: 'shop@1.4.2',
  environment: 'production',
  threads: [],
  breadcrumbs: [],
  contexts: {},
  extra: {},
  modules: {},
  notes: [],
  redactions: [],
  exceptions: [
    { type: 'RangeError', value: 'negative price' },
    {
      type: 'TypeError',
      value: 'total is not a number',
      stack: {
        frames: [
          { function: 'main', filename: 'src/main.ts', line: 3, inApp: true, text: '  checkout(cart)' },
          {
            function: 'run',
            filename: 'node_modules/x/index.js',
            line: 9,
            inApp: false,
            text: 'library line',
          },
          {
            function: 'checkout',
            filename: 'src/checkout.ts',
            line: 42,
            column: 7,
            inApp: true,
            text: '  return total.toFixed(2)',
            vars: { total: '12', password: '[Filtered]', cart: { items: [1, 2] } },
          },
        ],
      },
    },
  ],
  request: {
    method: 'POST',
    url: 'https://shop.example/checkout',
    query: [],
    headers: [],
    cookies: [],
    env: {},
  },
  user: { id: '5', email: 'eve@x.test' },
  tags: [['browser', 'Firefox']],
}
const alert = {
  trigger: 'new-issue',
  ruleName: 'New issues',
  reason: 'A new issue was found.',
} as const
const input: IssueMailInput = { alert, project, issue, event, baseUrl: 'https://errors.example' }
const needed = [
  'New issue in Shop · production',
  'TypeError',
  'total is not a number',
  'Caused by RangeError: negative price',
  'checkout',
  'src/checkout.ts:42:7',
  'return total.toFixed(2)',
  'src/main.ts:3',
  'cart',
  '{items: [1, 2]}',
  '[Filtered]',
  'POST https://shop.example/checkout',
  'eve@x.test',
  'shop@1.4.2',
  '101 of 3 users',
  'https://errors.example/issues/SHOP-42',
  `/events/${'e'.repeat(32)}`,
  '2026-11-22 17:03:09 UTC',
  'Firefox',
]

describe('a mail about an issue', () => {
  it.each(needed)('says %j in text and in HTML', (part) => {
    const mail = toIssueMail(input)
    expect(renderText(mail)).toContain(part)
    expect(decodeEntities(renderHtml(mail))).toContain(part)
  })

  it('leaves library frames out, and puts the crashing frame first', () => {
    const text = renderText(toIssueMail(input))
    expect(text).not.toContain('library line')
    expect(text.indexOf('src/checkout.ts')).toBeLessThan(text.indexOf('src/main.ts'))
  })

  it('bounds frames and variables and says how many it left out', () => {
    const frames = Array.from({ length: 50 }, (_, n) => ({
      function: `f${n}`,
      inApp: true,
      vars: Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`v${k}`, 'x'.repeat(5000)])),
    }))
    const mail = toIssueMail({
      ...input,
      event: { ...event, exceptions: [{ type: 'E', value: 'y'.repeat(50_000), stack: { frames } }] },
    })
    expect(mail).toMatchObject({ framesLeftOut: 42, localsLeftOut: 10 })
    expect(mail.locals.every(({ value }) => value.length <= 200)).toBe(true)
    expect(renderHtml(mail).length).toBeLessThan(30_000)
  })

  it('loads nothing from elsewhere and runs nothing, whatever the event holds', () => {
    const hostile =
      '</code><script src=//evil.test/x></script><img src=//evil.test/p onerror=alert(1)>"\'`{{7*7}}'
    const evil: StoredEvent = {
      ...event,
      environment: hostile,
      release: hostile,
      user: { username: hostile },
      tags: [[hostile, hostile]],
      exceptions: [
        {
          type: hostile,
          value: hostile,
          stack: {
            frames: [
              {
                function: hostile,
                filename: hostile,
                inApp: true,
                text: hostile,
                vars: { [hostile]: hostile },
              },
            ],
          },
        },
      ],
    }
    const html = renderHtml(toIssueMail({ ...input, event: evil, issue: { ...issue, title: hostile } }))
    expect(html).not.toMatch(/<(script|img|link|iframe|object|style|svg)/i)
    expect([...html.matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1]?.slice(0, 23))).toEqual([
      'https://errors.example/',
      'https://errors.example/',
    ])
  })

  it('renders events that have nothing but an id', () => {
    const bare: StoredEvent = {
      ...event,
      exceptions: [],
      request: undefined,
      user: undefined,
      release: undefined,
      environment: undefined,
      tags: [],
    }
    const mail = toIssueMail({ ...input, event: bare })
    expect(renderText(mail)).toContain(issue.title)
    expect(renderHtml(mail)).toContain('SHOP-42')
  })
})

describe('renderSubject', () => {
  it('names project, title and what happened', () => {
    expect(renderSubject(toIssueMail(input))).toBe('[Shop] TypeError: total is not a number (new)')
    expect(renderSubject(toIssueMail({ ...input, alert: { ...alert, trigger: 'regression' } }))).toBe(
      '[Shop] TypeError: total is not a number (regression)',
    )
  })

  it('is one line of at most 150 characters for every title and project name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ maxLength: 100 }),
        (title, name) => {
          const subject = renderSubject(
            toIssueMail({ ...input, issue: { ...issue, title }, project: { ...project, name } }),
          )
          expect(subject.length).toBeLessThanOrEqual(150)
          expect(subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
          expect(subject.isWellFormed()).toBe(true)
          expect(subject.endsWith(' (new)')).toBe(true)
        },
      ),
    )
  })

  it('cannot be made to add a header', () => {
    const subject = renderSubject(
      toIssueMail({ ...input, issue: { ...issue, title: 'x\r\nBcc: all@x.test\r\n\r\nbody' } }),
    )
    expect(subject).toBe('[Shop] x Bcc: all@x.test body (new)')
  })
})

describe('createMailRenderer', () => {
  const row = {
    id: 9,
    message: {
      kind: 'alert',
      alert: {
        id: 3,
        ruleId: 1,
        ruleName: 'New issues',
        trigger: 'new-issue',
        reason: 'A new issue was found.',
        projectId: 1,
        issueId: 7,
        eventId: event.id,
        at,
        fires: 1,
      },
    },
    destination: { kind: 'mail', address: 'a@x.test' },
    state: 'pending',
    attempts: 0,
    createdAt: at,
    nextAt: at,
  } as const
  const detail = {
    row: { ...event, eventId: event.id, issueId: 7, title: issue.title },
    event,
    oldestId: event.id,
    latestId: event.id,
    position: 1,
    stored: 1,
  }
  const reads = {
    projects: async () => [project],
    issueById: async () => ({ ...issue, projectSlug: 'shop', shortId: 'SHOP-42', userCount: 3 }),
    eventOfIssue: async () => detail,
    alertsOfDigest: async () => ({ total: 0, lines: [], reasons: [] }),
    weekOfProjects: async () => [],
  }
  const render = createMailRenderer({ reads, baseUrl: input.baseUrl, linkKey: new Uint8Array(32) })

  it('gives a row the same Message-ID each time and threads an issue', async () => {
    const [one, again, other] = await Promise.all([
      render(row),
      render({ ...row, attempts: 3 }),
      render({ ...row, id: 10 }),
    ])
    expect(one?.messageId).toBe(again?.messageId)
    expect(one?.messageId).not.toBe(other?.messageId)
    expect(one?.references).toEqual(other?.references)
    expect(one?.headers).toMatchObject({
      'Auto-Submitted': 'auto-generated',
      'X-Culprit-Issue': 'SHOP-42',
      'List-Id': 'shop <shop.errors.example>',
    })
  })

  it('renders nothing for an issue that is gone', async () => {
    expect(
      await createMailRenderer({
        reads: { ...reads, issueById: async () => undefined },
        baseUrl: input.baseUrl,
        linkKey: new Uint8Array(32),
      })(row),
    ).toBeUndefined()
  })
})

describe('plainText and previewValue', () => {
  it('keep to their limit and stay well-formed', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 2, max: 60 }),
        (json, text, limit) => {
          expect(plainText(text, limit).length).toBeLessThanOrEqual(limit)
          expect(plainText(text, limit).isWellFormed()).toBe(true)
          expect(previewValue(json as never, limit).length).toBeLessThanOrEqual(limit)
        },
      ),
    )
  })

  it('a preview looks like the value', () => {
    expect(previewValue({ a: [1, null, 'x'], b: { c: { d: { e: 1 } } } }, 200)).toBe(
      '{a: [1, null, "x"], b: {c: {d: {e: 1}}}}',
    )
    expect(previewValue('y'.repeat(300), 10)).toBe('"yyyyyyyy…')
  })
})

function decodeEntities(html: string): string {
  const text = html.replaceAll('<strong>', '').replaceAll('</strong>', '')
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
