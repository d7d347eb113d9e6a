import { describe, expect, it } from 'vitest'
import { isSecretCookie } from './cookies.ts'
import { isSecretHeader } from './headers.ts'
import { isSecretKey } from './secret-keys.ts'

describe('isSecretKey()', () => {
  it.each([
    'password',
    'Password',
    'user_password',
    'userPassword',
    'PGPASSWORD',
    'passwd',
    'mysql_pwd',
    'MYSQL_PWD',
    'pwd',
    'secret',
    'clientSecret',
    'AWS_SECRET_ACCESS_KEY',
    'api_key',
    'apiKey',
    'APIKey',
    'api-key',
    'apikey',
    'x-api-key',
    'token',
    'accessToken',
    'refresh_token',
    'GITHUB_TOKEN',
    'authToken',
    'my-auth-token',
    'access_tokens',
    'credentials',
    'private_key',
    'privateKey',
    'privatekey',
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'auth',
    'x-auth',
    'basic_auth',
    'otp',
    'two-factor',
    'two_factor',
    'cookie',
    'Set-Cookie',
    'session_id',
    'sessionId',
    'csrf',
    '_csrf',
    'XSRF-TOKEN',
    'csrfmiddlewaretoken',
    'smtp_pass',
    'pass',
    'user[password]',
    'cvv',
    'jwt',
    'STRIPE_SK',
    'AWS_KEY',
    'EMAIL_HOST_PASS',
    'DATABASE_DSN',
    'GITHUB_PAT',
  ])('A13: %s is secret', (key) => expect(isSecretKey(key)).toBe(true))

  it.each([
    'author',
    'authors',
    'authority',
    'authenticated',
    'isAuthenticated',
    'auth_user',
    'authUser',
    'tokens_used',
    'max_tokens',
    'maxTokens',
    'tokenizer',
    'token_count',
    'tokenType',
    'tokens',
    'secretary',
    'compass',
    'passenger',
    'public_key',
    'primary_key',
    'key',
    'keyboard',
    'monkey',
    'PWD',
    'NEXT_PUBLIC_KEY',
    'CACHE_KEY',
    'BY_PASS_LIMIT',
    'session',
    'robot',
    'id',
    '',
    'status',
    'bypass',
    'hotPath',
    '日本',
  ])('A13: %s survives', (key) => expect(isSecretKey(key)).toBe(false))

  it('looks at the first 256 characters and stays fast on long keys', () => {
    const started = performance.now()
    expect(isSecretKey(`${'aB'.repeat(500_000)}Password`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('isSecretHeader()', () => {
  it.each([
    'Authorization',
    'COOKIE',
    'set-cookie',
    'X-Api-Key',
    'X-Csrf-Token',
    'Proxy-Authorization',
    'X-Auth-User',
    'X-Hub-Signature-256',
  ])('%s is secret', (name) => expect(isSecretHeader(name)).toBe(true))
  it.each(['User-Agent', 'Content-Type', 'Accept', 'Host', 'X-Request-Id', 'Referer'])('%s is not', (name) =>
    expect(isSecretHeader(name)).toBe(false),
  )
})

describe('isSecretCookie()', () => {
  it.each([
    'sentrysid',
    'session',
    'PHPSESSID',
    'connect.sid',
    '__Host-session',
    '_csrf',
    'xsrf_token',
    '_vercel_jwt',
    'sudo',
    'ASP.NET_SessionId',
    'my_session',
  ])('A13: %s is secret', (name) => expect(isSecretCookie(name)).toBe(true))
  it.each(['theme', 'lang', '_ga', 'side', 'consent'])('%s is not', (name) =>
    expect(isSecretCookie(name)).toBe(false),
  )
})
