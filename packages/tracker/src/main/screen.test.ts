import { describe, expect, it } from 'vitest'
import { jsonLine, screen, type StartFacts } from './screen.ts'

const facts: StartFacts = {
  version: '1.2.3',
  url: 'http://127.0.0.1:8000',
  dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:8000/1',
  setupUrl: 'http://127.0.0.1:8000/setup?code=AAAA-BBBB-CCCC-DDDD',
  signInUrl: 'http://127.0.0.1:8000/setup?code=AAAA-BBBB-CCCC-DDDD',
  pid: 42,
  dataDir: '/data',
  mail: false,
}

describe('screen()', () => {
  it('shows the link, the DSN and a command that sends an event, on one screen', () => {
    const text = screen({ ...facts, movedFrom: 8000 }, false)
    for (const part of [facts.setupUrl ?? '', facts.dsn, 'curl', 'SENTRY_DSN=', '8000 is taken', 'Mail'])
      expect(text).toContain(part)
    expect(text.split('\n').length).toBeLessThanOrEqual(24)
    expect(text).not.toContain('\u001B')
  })

  it('shows a link that signs in as long as the owner has no password', () => {
    expect(screen({ ...facts, setupUrl: null }, false)).toContain(`Open     ${facts.signInUrl}`)
    expect(screen({ ...facts, setupUrl: null, signInUrl: undefined }, false)).toContain(
      `Open     ${facts.url}`,
    )
  })

  it('keeps the path prefix of a DSN in the command', () => {
    const text = screen({ ...facts, dsn: 'https://abc@example.org/errors/1' }, false)
    expect(text).toContain("'https://example.org/errors/api/1/store/?sentry_key=abc'")
  })

  it('uses colours only when told that somebody sees them', () => {
    expect(screen(facts, true)).toContain('\u001B[1m')
  })
})

describe('jsonLine()', () => {
  it('has exactly the keys of the contract, on one line', () => {
    expect(Object.keys(JSON.parse(jsonLine(facts)) as object)).toEqual(['url', 'dsn', 'setupUrl', 'pid'])
    expect(jsonLine(facts).split('\n')).toHaveLength(2)
  })
})
