import { describe, expect, it } from 'vitest'
import { smtpSettings, type SmtpOptions } from './smtp-settings.ts'

describe('smtpSettings', () => {
  const cases: readonly (readonly [string, SmtpOptions, object])[] = [
    ['MAIL-1: port 25 by default', { mailhost: 'mail.x' }, { host: 'mail.x', port: 25, timeoutMs: 5000 }],
    ['host and port', { mailhost: ['mail.x', 2525] }, { host: 'mail.x', port: 2525 }],
    ['587 for starttls', { mailhost: 'mail.x', secure: 'starttls' }, { port: 587, secure: 'starttls' }],
    ['465 for tls', { mailhost: 'mail.x', secure: 'tls' }, { port: 465, secure: 'tls' }],
    ['smtps: means tls', { mailhost: 'smtps://mail.x' }, { port: 465, secure: 'tls' }],
    [
      'credentials of a URL',
      { mailhost: 'smtp://u%40x:p%2Fw@mail.x:26' },
      { port: 26, user: 'u@x', password: 'p/w' },
    ],
    [
      'given ones count',
      { mailhost: 'smtp://a:b@mail.x', credentials: ['c', 'd'] },
      { user: 'c', password: 'd' },
    ],
    ['host:port', { mailhost: 'mail.x:2525' }, { host: 'mail.x', port: 2525 }],
    ['an IPv6 address', { mailhost: '::1' }, { host: '::1', port: 25 }],
    [
      'starttls asked for in the URL',
      { mailhost: 'smtp://mail.x?secure=starttls' },
      { port: 587, secure: 'starttls' },
    ],
    ['IPv6', { mailhost: 'smtp://[::1]:25' }, { host: '::1', port: 25 }],
  ]
  it.each(cases)('3.3.12 %s', (_name, options, expected) => {
    const settings = smtpSettings(options)
    expect(settings).toMatchObject(expected)
    expect(JSON.parse(JSON.stringify(settings))).toEqual(settings)
  })

  it.each([true, 'ssl', 'TLS'])('refuses secure: %j, which would mean no TLS at all', (secure: unknown) =>
    expect(() => smtpSettings({ mailhost: 'mail.x', secure: secure as 'tls' })).toThrow(TypeError),
  )

  it('leaves TLS out where nobody asked for it', () => {
    expect(smtpSettings({ mailhost: 'mail.x' })).not.toHaveProperty('secure')
  })

  const wrong: readonly SmtpOptions[] = [
    { mailhost: '' },
    { mailhost: 'http://mail.x' },
    { mailhost: 'smtp://' },
    { mailhost: ['mail.x', 0] },
    { mailhost: ['mail.x', 70_000] },
    { mailhost: 'mail.x:70000' },
    { mailhost: 'user:hunter2@mail.x' },
    { mailhost: 'smtp://u:hunter2@mail.x/?requireTLS=true' },
    { mailhost: 'smtp://u:hunter2@mail.x/?secure=ssl' },
    { mailhost: 'mail.x', timeoutMs: Number.NaN },
    { mailhost: 'mail.x', timeoutMs: 0 },
  ]
  it.each(wrong)('refuses %j without repeating a password', (options) => {
    expect(() => smtpSettings(options)).toThrow(TypeError)
    expect(() => smtpSettings(options)).not.toThrow(/hunter2/)
  })
})
