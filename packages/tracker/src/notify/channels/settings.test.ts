import { describe, expect, it } from 'vitest'
import { channelOf } from './channels.ts'
import { checkSettings } from './check-settings.ts'
import { createMask, maskSettings } from './mask-settings.ts'

describe('checkSettings()', () => {
  const telegram = channelOf('telegram')

  it('names each field that is missing or wrong', () => {
    expect(checkSettings(telegram, { token: 'abc', api: 'telegram' })).toEqual({
      ok: false,
      problems: {
        token: 'A bot token looks like 123456:ABC-def.',
        chat: 'Chat is needed.',
        api: 'This is no URL. It begins with https://.',
      },
    })
  })

  it('CHN-10 keeps a secret that is left empty, and forgets a text that is', () => {
    const known = { token: '1:a', chat: '5', thread: '9' }
    expect(checkSettings(telegram, { token: '', chat: '6', thread: '' }, known)).toEqual({
      ok: true,
      settings: { token: '1:a', chat: '6' },
    })
  })

  it('drops what the channel does not have, and values that are no text', () => {
    expect(checkSettings(channelOf('slack'), { url: 'https://x.example/y', evil: '1', token: 5 })).toEqual({
      ok: true,
      settings: { url: 'https://x.example/y' },
    })
    expect(checkSettings(channelOf('slack'), { url: ['https://x.example'] })).toMatchObject({ ok: false })
  })

  it.each(['javascript:alert(1)', 'ftp://x.example', '/path', 'https://user:pass@x.example/'])(
    'refuses the URL %s',
    (url) => {
      expect(checkSettings(channelOf('slack'), { url }).ok).toBe(false)
    },
  )

  it.each(['tk_a\r\nX-Evil: 1', 'tk_a\u0000', 'tk a'])('refuses the token %j', (token) => {
    expect(checkSettings(channelOf('ntfy'), { topic: 't', token }).ok).toBe(false)
  })
})

describe('maskSettings()', () => {
  it('CHN-10 shows hosts, ends of long secrets, and what is no secret', () => {
    expect(
      maskSettings(channelOf('slack'), { url: 'https://hooks.slack.com/services/T000/B000/XXXXsecret' }),
    ).toEqual({ url: 'https://hooks.slack.com/…cret' })
    expect(
      maskSettings(channelOf('webhook'), { url: 'https://x.example/a', secret: 'short-secret-1234' }),
    ).toEqual({
      url: 'https://x.example/…',
      secret: '…',
    })
    expect(maskSettings(channelOf('telegram'), { token: '123456:ABC-def', chat: '-100' })).toEqual({
      token: '…',
      chat: '-100',
    })
  })
})

describe('createMask()', () => {
  it('CHN-10 takes paths of secret URLs out, however they are spelled', () => {
    const url = 'https://logic.example/workflows/0a1b2c3d4e5f6a7b/invoke?sig=a%2Bb-secret&x=1'
    const mask = createMask(channelOf('teams'), { url })
    expect(mask(`POST ${url} failed`)).toBe('POST https://logic.example[Filtered] failed')
    expect(mask('no workflow 0a1b2c3d4e5f6a7b')).toBe('no workflow [Filtered]')
    expect(mask('?sig=a+b-secret&x=1')).toBe('[Filtered]')
    expect(mask('logic.example answered')).toBe('logic.example answered')
  })

  it('CHN-10 takes tokens out of URLs and texts', () => {
    const mask = createMask(channelOf('telegram'), { token: '123456:ABC-def', chat: '1' })
    expect(mask('https://api.telegram.org/bot123456:ABC-def/sendMessage 123456%3AABC-def')).toBe(
      'https://api.telegram.org/bot[Filtered]/sendMessage [Filtered]',
    )
  })
})
