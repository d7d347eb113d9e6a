import { createRedactor, FILTERED } from '@culprit/redact'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../domain/event.ts'
import type { JsonObject } from '../domain/json.ts'
import { normalise } from './normalise.ts'
import { createScrub } from './scrub.ts'

const scrub = createScrub(createRedactor())

function scrubbed(sent: JsonObject): StoredEvent {
  const normal = normalise({
    facts: { projectId: 1, eventId: 'a'.repeat(32), received: 0 },
    sent: structuredClone(sent),
  })
  if (normal.kind !== 'ok') throw new Error(normal.kind)
  const result = scrub(normal.value)
  if (result.kind !== 'ok') throw new Error(result.kind)
  return result.value
}

const card = '4111 1111 1111 1111'

const secrets: readonly (readonly [where: string, sent: JsonObject])[] = [
  ['a local variable', { stacktrace: { frames: [{ function: 'f', vars: { password: 'hunter2' } }] } }],
  [
    'a nested local variable',
    { stacktrace: { frames: [{ function: 'f', vars: { config: { db: { passwd: 'hunter2' } } } }] } },
  ],
  [
    'a variable of a thread',
    { threads: [{ stacktrace: { frames: [{ function: 'f', vars: { api_key: 'hunter2' } }] } }] },
  ],
  ['extra', { extra: { nested: [{ secret: 'hunter2' }] } }],
  ['a context', { contexts: { app: { apiKey: 'hunter2' } } }],
  ['breadcrumb data', { breadcrumbs: [{ data: { token: 'hunter2' } }] }],
  [
    'a breadcrumb message',
    { breadcrumbs: [{ message: 'sent Authorization: Bearer hunter2hunter2hunter2' }] },
  ],
  ['a header', { request: { headers: { Authorization: 'hunter2' } } }],
  ['a session cookie', { request: { cookies: 'sessionid=hunter2; theme=dark' } }],
  ['a cookie header', { request: { headers: { cookie: 'sessionid=hunter2' } } }],
  ['the query', { request: { url: 'https://x.io/?password=hunter2' } }],
  ['the password in a url', { request: { url: 'https://joe:hunter2@x.io/' } }],
  ['the body', { request: { data: { password: 'hunter2' } } }],
  [
    'a form body',
    {
      request: { data: 'password=hunter2', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    },
  ],
  ['the environment of the request', { request: { env: { SECRET_KEY: 'hunter2' } } }],
  ['a tag', { tags: { api_key: 'hunter2' } }],
  ['user data', { user: { id: '1', password: 'hunter2' } }],
  [
    'message parameters',
    { logentry: { message: 'x %(password)s', params: { password: 'hunter2' }, formatted: 'x' } },
  ],
  ['mechanism data', { exception: [{ type: 'E', mechanism: { type: 'm', data: { secret: 'hunter2' } } }] }],
  ['a policy report', { csp: { 'document-uri': 'https://x.io/?token=hunter2', 'effective-directive': 'a' } }],
]

describe('scrub (A13)', () => {
  it.each(secrets)('removes a secret from %s', (_where, sent) => {
    const event = scrubbed(sent)
    expect(JSON.stringify(event)).not.toContain('hunter2')
    expect(JSON.stringify(event)).toContain(FILTERED)
    expect(event.redactions.length).toBeGreaterThan(0)
  })

  it('replaces only the secret part of messages, exception values and source lines', () => {
    const event = scrubbed({
      logentry: `card ${card} declined`,
      exception: [
        {
          type: 'E',
          value: `cannot charge ${card} now`,
          stacktrace: {
            frames: [{ in_app: true, function: 'f', context_line: "connect('https://joe:hunter2@x.io')" }],
          },
        },
      ],
    })
    expect(event.message?.formatted).toBe(`card ${FILTERED} declined`)
    expect(event.exceptions[0]?.value).toBe(`cannot charge ${FILTERED} now`)
    expect(event.exceptions[0]?.stack?.frames[0]?.text).toBe(`connect('https://joe:${FILTERED}@x.io')`)
  })

  it('leaves file names, paths, the user agent and harmless names alone', () => {
    const sent = {
      stacktrace: {
        frames: [
          {
            filename: '/srv/secrets/password.js',
            abs_path: '/srv/auth/token.js',
            vars: { author: 'me', max_tokens: 5 },
          },
        ],
      },
      request: { headers: { 'User-Agent': 'token password=x agent', Accept: 'text/html' } },
      debug_meta: { images: [{ code_file: 'secret.so', password: 'kept' }] },
    }
    const event = scrubbed(sent)
    const frame = event.stack?.frames[0]
    expect([frame?.filename, frame?.absPath, frame?.vars]).toEqual([
      '/srv/secrets/password.js',
      '/srv/auth/token.js',
      { author: 'me', max_tokens: 5 },
    ])
    expect(event.request?.headers).toEqual([
      ['User-Agent', 'token password=x agent'],
      ['Accept', 'text/html'],
    ])
    expect(event.debugMeta).toEqual(sent.debug_meta)
    expect(event.redactions).toEqual([])
  })

  it('keeps a context whose alias looks secret an object', () => {
    expect(
      scrubbed({ contexts: { auth: { method: 'password', scope: 'x' } } }).contexts['auth'],
    ).toMatchObject({ scope: 'x', type: 'auth' })
  })

  it('says where it redacted', () => {
    const event = scrubbed({
      exception: [
        {
          type: 'E',
          stacktrace: { frames: [{ function: 'a' }, { function: 'f', vars: { password: 'x1' } }] },
        },
      ],
    })
    expect(event.redactions).toEqual([
      {
        path: expect.stringContaining('exceptions.0.stack.frames.1') as string,
        rule: expect.any(String) as string,
      },
    ])
  })
})
