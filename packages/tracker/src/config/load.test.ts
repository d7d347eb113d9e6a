import { describe, expect, it } from 'vitest'
import { helpText, settingsTable } from './help.ts'
import { loadConfig } from './load.ts'
import { settings } from './settings.ts'

function configOf(args: readonly string[], env: Record<string, string> = {}) {
  const result = loadConfig(args, env)
  if (result.kind !== 'ok') throw new Error(JSON.stringify(result))
  return result
}

describe('loadConfig()', () => {
  it('has the defaults of the contract', () => {
    const { config } = configOf([])
    expect(config).toMatchObject({
      port: 8000,
      portGiven: false,
      host: '127.0.0.1',
      dataDir: './culprit-data',
      retentionDays: 90,
      json: false,
    })
  })

  it('lets flags win over the environment', () => {
    const { config } = configOf(['--port', '0', '--host', '::1', '--data-dir', 'd', '--json'], {
      CULPRIT_PORT: '9000',
      CULPRIT_HOST: 'x',
    })
    expect(config).toMatchObject({ port: 0, portGiven: true, host: '::1', dataDir: 'd', json: true })
  })

  it('takes an empty variable as unset', () => {
    expect(configOf([], { CULPRIT_PORT: '' }).config.port).toBe(8000)
  })

  it.each([
    [['--port', 'x'], {}, /^--port "x": must be a whole number/],
    [['--port', '70000'], {}, /^--port "70000": must be at most 65535/],
    [['--prot', '1'], {}, /Unknown option '--prot'.*--help/],
    [['extra'], {}, /Unexpected argument 'extra'/],
    [['--role', 'ingest'], {}, /^--role ingest: this version/],
    [[], { CULPRIT_DSN_KEY: 'abc' }, /^CULPRIT_DSN_KEY "abc": must be 32 hexadecimal digits/],
    [[], { CULPRIT_SMTP_URL: 'http://u:secret@x' }, /^CULPRIT_SMTP_URL: must be a URL that starts with smtp/],
    [[], { CULPRIT_API_TOKEN: 'short' }, /^CULPRIT_API_TOKEN: must be at least 16/],
    [[], { CULPRIT_ADMIN_PASSWORD: 'long enough' }, /needs CULPRIT_ADMIN_EMAIL/],
    [
      [],
      { CULPRIT_DATABASE_URL: 'postgres://x' },
      /^CULPRIT_DATABASE_URL: this version has the embedded engine only/,
    ],
    [[], { CULPRIT_BASE_URL: 'errors.example' }, /^CULPRIT_BASE_URL/],
    [[], { CULPRIT_ALLOW_PRIVATE_DESTINATIONS: 'http://x y' }, /^CULPRIT_ALLOW_PRIVATE_DESTINATIONS/],
  ])('refuses %j %j in one line that says what and where', (args, env, expected) => {
    const result = loadConfig(args, env)
    expect(result.kind).toBe('problem')
    const { text } = result as { text: string }
    expect(text).toMatch(expected)
    expect(text).not.toContain('\n')
    expect(text).not.toContain('secret')
  })

  it('warns about a variable that means nothing, but not about those of the library', () => {
    const { warnings } = configOf([], { CULPRIT_PROT: '1', CULPRIT_DSN: 'http://x', OTHER: '1' })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('CULPRIT_PROT')
  })

  it.each([
    ['1', { all: true, allowed: [] }],
    ['no', { all: false, allowed: [] }],
    ['chat.lan', { all: false, allowed: ['chat.lan'] }],
    ['Chat.LAN, 10.1.0.0/16 ,[::1]', { all: false, allowed: ['chat.lan', '10.1.0.0/16', '::1'] }],
  ])('reads private destinations %j', (text, expected) => {
    expect(configOf([], { CULPRIT_ALLOW_PRIVATE_DESTINATIONS: text }).config.privateDestinations).toEqual(
      expected,
    )
  })

  it('takes the slash off the end of the base URL', () => {
    expect(configOf([], { CULPRIT_BASE_URL: 'https://e.example/sub/' }).config.baseUrl).toBe(
      'https://e.example/sub',
    )
  })
})

describe('helpText() and settingsTable()', () => {
  it('name every setting', () => {
    for (const { env, flag } of Object.values(settings)) {
      expect(settingsTable()).toContain(`\`${env}\``)
      expect(helpText()).toContain(flag ? `--${flag} ` : env)
    }
  })
})
