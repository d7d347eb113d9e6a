import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curlCommand, shellQuote } from './curl.ts'
import type { RequestView } from './event-view.ts'

const request = (part: Partial<RequestView>): RequestView => ({
  method: 'GET',
  url: 'https://shop.example/a',
  query: [],
  headers: [],
  cookies: [],
  env: [],
  ...part,
})

/** The arguments that bash would hand to curl, each ended by a NUL. */
function argumentsOf(command: string): readonly string[] {
  const out = execFileSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`], {
    encoding: 'utf8',
    env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' },
  })
  return out.split('\0').slice(0, -1)
}

describe('shellQuote()', () => {
  it('gives back the same text through a real shell', () => {
    const texts = [
      "it's",
      '$(touch x) `id` $HOME "q" \\',
      "'; rm -rf ~; '",
      '-o/etc/passwd',
      '',
      'line\nbreak\ttab',
      "esc\u001b[31m'\\",
      'bidi\u202e\u200b',
      '!history #comment {a,b} *?[x]',
      ...fc.sample(fc.string({ unit: 'grapheme' }), { numRuns: 60, seed: 7 }),
    ].map((text) => text.replaceAll('\0', ''))
    const command = `curl ${texts.map(shellQuote).join(' ')}`
    expect(argumentsOf(command)).toEqual(texts.map((text) => text.toWellFormed()))
  })
})

describe('curlCommand()', () => {
  it('says the request again, in a form curl does not rewrite', () => {
    const command = curlCommand(
      request({
        method: 'post',
        url: 'https://shop.example/a/../b',
        query: [['q', "it's & more"]],
        headers: [
          ['Content-Type', 'application/json'],
          ['X-Empty', ''],
        ],
        body: { a: [1] },
      }),
    )
    expect(argumentsOf(command)).toEqual([
      '--path-as-is',
      '--globoff',
      '--request',
      'POST',
      '--url',
      "https://shop.example/a/../b?q=it's%20%26%20more",
      '--header',
      'Content-Type: application/json',
      '--header',
      'X-Empty;',
      '--data-raw',
      '{"a":[1]}',
    ])
  })

  it('leaves out cookies and credentials unless asked', () => {
    const secret = request({
      headers: [
        ['Authorization', 'Bearer s3cret'],
        ['Cookie', 's3cret=1'],
        ['X-Api-Key', 's3cret'],
      ],
      cookies: [['sid', 's3cret']],
    })
    expect(curlCommand(secret)).not.toContain('s3cret')
    expect(curlCommand(secret, { credentials: true })).toContain('Cookie: sid=s3cret')
  })

  it.each([
    ['a header name that names a file', request({ headers: [['@/etc/passwd', 'x']] }), '/etc/passwd'],
    ['a method that is an option', request({ method: '-o x', body: 'a' }), '-o x'],
    ['a filtered value', request({ headers: [['X-Token', '[Filtered]']] }), 'Filtered'],
  ])('drops %s', (_name, hostile, text) => {
    expect(curlCommand(hostile)).not.toContain(text)
  })

  it('does not let a header value start another header', () => {
    const command = curlCommand(request({ headers: [['X-A', 'b\r\nX-Evil: 1']] }))
    expect(argumentsOf(command)).toContain('X-A: b X-Evil: 1')
  })

  it('writes a form body as one', () => {
    const form = request({
      method: 'POST',
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      body: { a: 'b c', n: 1 },
    })
    expect(argumentsOf(curlCommand(form))).toContain('a=b%20c&n=1')
  })
})
