import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from './redactor.ts'

const { redactText, redactUrl, redactQuery } = createRedactor()

/** Assembled, so that no scanner takes this file for a leak. */
const joined = (...parts: readonly string[]): string => parts.join('')

describe('redactText()', () => {
  const hex = 'a1B2c3D4e5F6a7B8c9D0'
  it.each([
    ['a Visa card', 'paid with 4111 1111 1111 1111 today', 'paid with [Filtered] today'],
    ['a card with dashes', '5500-0000-0000-0004', '[Filtered]'],
    ['an Amex card in a sentence', 'card:378282246310005.', 'card:[Filtered].'],
    ['an IBAN', 'to DE89 3704 0044 0532 0130 00 EUR', 'to [Filtered] EUR'],
    ['an IBAN before a word that could be its end', 'BE68 5390 0754 7034 PAID', '[Filtered] PAID'],
    ['a compact IBAN', 'iban=GB29NWBK60161331926819', 'iban=[Filtered]'],
    ['a US social security number', 'ssn is 123-45-6789!', 'ssn is [Filtered]!'],
    ['only the password of a URL', 'postgres://app:s3cr3t@db:5432/x', 'postgres://app:[Filtered]@db:5432/x'],
    ['a password with an at sign', 'https://u:p@ss@host/', 'https://u:[Filtered]@host/'],
    ['a Bearer value', 'sent Authorization: Bearer abc.def-123', 'sent Authorization: Bearer [Filtered]'],
    ['a Basic value', 'Basic dXNlcjpwYXNz', 'Basic [Filtered]'],
    ['a GitHub token', joined('key ', 'gh', 'p_', hex, hex), 'key [Filtered]'],
    ['a Slack token', joined('xo', 'xb-', '1234567890-abcdef'), '[Filtered]'],
    ['an AWS key id', joined('AK', 'IA', 'ABCDEFGHIJKLMNOP'), '[Filtered]'],
    ['a Stripe key', joined('sk', '_live_', hex), '[Filtered]'],
    [
      'a JWT',
      `jwt ${joined('ey', 'JhbGciOiJIUzI1', '.', 'eyJzdWIiOiIx', '.', 'c2lnbmF0dXJl')} end`,
      'jwt [Filtered] end',
    ],
    [
      'a PEM key',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- rest',
      '[Filtered] rest',
    ],
    ['a cut PEM key to its end', 'x -----BEGIN PRIVATE KEY-----\nMIIE', 'x [Filtered]'],
    ['a query parameter', 'GET /reset?user=1&token=abc HTTP', 'GET /reset?user=1&token=[Filtered] HTTP'],
    ['an assignment', 'login with password=hunter2 failed', 'login with password=[Filtered] failed'],
    [
      'an assignment in quotes',
      "psql: host=db password='hun ter2' port=1",
      'psql: host=db password=[Filtered] port=1',
    ],
    [
      'a named argument',
      'connect(user="ann", password="hunter2")',
      'connect(user="ann", password=[Filtered])',
    ],
    [
      'a field of a multipart body',
      '--B\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--B--',
      '--B\r\nContent-Disposition: form-data; name="password"\r\n\r\n[Filtered]\r\n--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--B--',
    ],
    ['a JSON property', '{"user":"ann","password":"hun\\"ter2"}', '{"user":"ann","password":"[Filtered]"}'],
    [
      'properties of an object as Node prints it',
      "{ user: 'ann', password: 'hunter2', apiKey: \"it's\" }",
      "{ user: 'ann', password: '[Filtered]', apiKey: \"[Filtered]\" }",
    ],
    ['a Cookie header', 'sent Cookie: a=b; sid=c\nHost: x', 'sent Cookie: [Filtered]\nHost: x'],
    ['a Set-Cookie header', 'set-cookie: sid=xyz; Path=/', 'set-cookie: [Filtered]'],
    ['a key in a header', '> X-Api-Key: 99887766\r\n', '> X-Api-Key: [Filtered]\r\n'],
    ['a field of YAML', 'db:\n  password: hunter2\n  port: 5', 'db:\n  password: [Filtered]\n  port: 5'],
    [
      'a field in prose',
      'logged in with api_key: 99-aa!, twice',
      'logged in with api_key: [Filtered], twice',
    ],
    [
      'an argument of a command',
      'psql --host db --password hunter --port 5',
      'psql --host db --password [Filtered] --port 5',
    ],
    ['a quoted argument', "run --api-key 'a b' x", 'run --api-key [Filtered] x'],
    ['a SendGrid key', joined('SG', '.', 'abcdefghijklmnop', '.', 'abcdefghijklmnop'), '[Filtered]'],
    ['a Hugging Face token', joined('hf', '_', hex, hex), '[Filtered]'],
    ['a DigitalOcean token', joined('do', 'p_v1_', 'a1b2c3d4'.repeat(8)), '[Filtered]'],
    ['a Sentry token', joined('snt', 'rys_', hex, hex), '[Filtered]'],
    ['a Google access token', joined('ya', '29', '.', hex, hex), '[Filtered]'],
    ['another scheme of Authorization', 'Authorization: Token abcdef', 'Authorization: [Filtered]'],
    [
      'a property in a printed dict',
      "{'user': 'ann', 'password': 'hunter2'}",
      "{'user': 'ann', 'password': '[Filtered]'}",
    ],
  ])('A13: replaces %s', (_, text, expected) => expect(redactText(text)).toBe(expected))

  it.each([
    ['a timestamp in milliseconds', 'at 1700000000000'],
    ['a number that fails the check digit', '4111 1111 1111 1112'],
    ['a UUID', '123e4567-e89b-12d3-a456-426614174000'],
    ['a phone-like number', '555-123-4567'],
    ['an impossible social security number', '000-12-3456'],
    ['an IBAN with wrong check digits', 'DE88 3704 0044 0532 0130 00'],
    ['prose about schemes', 'Basic authentication or bearer tokens'],
    ['source code', 'const password = request.body.password'],
    ['an e-mail address', 'mailto ann@example.com'],
    ['a URL without credentials', 'https://example.com:8080/a@b?author=x'],
    ['an IP address', 'from 10.0.0.1'],
    ['a field of no secret', "{ user: 'ann', x: `y` }"],
    ['a header of no secret', 'X-Request-Id: 5, Host: x'],
    ['prose with a colon', "the password: it's wrong".slice(0, 13)],
    ['a declaration', 'function login(name: string, password: string, apiKey: Key): Token2 {'],
    ['a value that is a name', 'return { password: input.password2, secret: readSecret(7) }'],
    ['an error of a parser', 'Unexpected token: expected a brace'],
    ['prose about a flag', 'the flag --token is required, --password must be set'],
    ['a flag before another', '--password --port 5'],
    ['a public key', '-----BEGIN PUBLIC KEY-----'],
  ])('A13: leaves %s', (_, text) => expect(redactText(text)).toBe(text))

  it('replaces IP addresses when asked', () => {
    const { redactText: withIps } = createRedactor({ ips: true })
    expect(withIps('from 10.0.0.1 and 2001:db8::1, v1.2.3')).toBe('from [Filtered] and [Filtered], v1.2.3')
  })

  it('keeps what a first pass left of a URL', () => {
    const once = redactText('//u:pw@h:4111 1111 1111 1111@')
    expect(redactText(once)).toBe(once)
  })

  it('finds what is a secret only once another one is gone', () => {
    const once = redactText('//:4111 1111 1111 1111;@')
    expect(once).toBe('//:[Filtered]@')
    expect(redactText(once)).toBe(once)
  })

  it('is idempotent', () => {
    const part = fc.constantFrom(
      '4111 1111 1111 1111',
      '//u:pw@h',
      'password=',
      'form-data; name="token"\n\n',
      '"token":"',
      '"',
      'Bearer ',
      'x1',
      ' ',
      '&',
      ';',
      'a',
      ':',
      '@',
      '//',
      '123-45-6789',
      '[Filtered]',
      '-----BEGIN PRIVATE KEY-----',
      '\n',
      '\\',
      "'",
      'user=',
      "secret='",
      "password: '",
      'Cookie: ',
      'Authorization: ',
      'password: ',
      '--token ',
      ': ',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = redactText(parts.join(''))
        expect(redactText(once)).toBe(once)
      }),
      { numRuns: 2000 },
    )
  })

  const million = 1_000_000
  it.each([
    ['one letter', 'a'],
    ['digits', '1'],
    ['spaced digits', '1 '],
    ['dashes', '-'],
    ['slashes', '//'],
    ['open URLs', '//a:'],
    ['open PEM keys', '-----BEGIN PRIVATE KEY-----'],
    ['open JSON', '"a":"'],
    ['escaped JSON', '"password":"\\"'],
    ['pairs', 'a=b&'],
    ['open quoted pairs', ' token="'],
    ['form parts', 'form-data; name="a"\n\n'],
    ['equals signs', '='],
    ['JWT starts', 'eyJ-'],
    ['JWT dots', 'eyJaaaaaaaa.'],
    ['schemes', 'Bearer '],
    ['IBAN starts', 'DE89 '],
    ['IBAN letters', 'AB12'],
    ['token starts', 'sk-'],
    ['brackets', '(a['],
    ['quotes', '"'],
    ['at signs', '://@:'],
    ['colons', 'a:'],
    ['fields', "a: '"],
    ['secret fields', "token: '\\"],
    ['headers', 'x-a: '],
    ['header names', 'x-'],
    ['cookies', 'Cookie: a'],
    ['plain fields', 'token: a1'],
    ['open fields', 'password: '],
    ['flags', '--token '],
    ['dashes and words', '--a'],
  ])('takes linear time on a megabyte of %s', (_, unit) => {
    const text = unit.repeat(Math.ceil(million / unit.length))
    const started = performance.now()
    createRedactor({ ips: true }).redactText(text)
    redactQuery(text)
    redactUrl(text)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('redactUrl() and redactQuery()', () => {
  it('replaces credentials, secret parameters and those of the fragment', () => {
    expect(redactUrl('https://u:pw@h/p?api_key=1&q=2#access_token=x&state=y')).toBe(
      'https://u:[Filtered]@h/p?api_key=[Filtered]&q=2#access_token=[Filtered]&state=y',
    )
  })
  it.each([
    ['?token=a&b=c', '?token=[Filtered]&b=c'],
    ['a=1;password=x', 'a=1;password=[Filtered]'],
    ['pass%77ord=x', 'pass%77ord=[Filtered]'],
    ['user%5Bpassword%5D=x', 'user%5Bpassword%5D=[Filtered]'],
    ['%E0%A4%A=1&token=2', '%E0%A4%A=1&token=[Filtered]'],
    ['author=ann&token=', 'author=ann&token='],
    ['', ''],
  ])('%s becomes %s', (query, expected) => expect(redactQuery(query)).toBe(expected))
})
