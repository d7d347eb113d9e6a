import { describe, expect, it } from 'vitest'
import { mailLinkUrl, readMailLink, type MailLink } from './mail-link.ts'

const key = new Uint8Array(32).fill(7)
const link: MailLink = { do: 'unsubscribe', address: 'a@x.test', projectId: 1 }
const tokenOf = (url: string): string => new URL(url).searchParams.get('t') ?? ''

describe('mailLinkUrl()', () => {
  it('ALR-27 makes links that say what they said when they are read again', () => {
    const url = mailLinkUrl('https://errors.example', link, key)
    expect(url).toMatch(/^https:\/\/errors\.example\/-\/mail\?t=[\w.-]+$/)
    expect(readMailLink(tokenOf(url), key)).toEqual(link)
  })

  it('ALR-27 another key, another text, half a link and no link are refused', () => {
    const token = tokenOf(mailLinkUrl('https://errors.example', link, key))
    const [payload = '', signature = ''] = token.split('.')
    const other = Buffer.from(JSON.stringify({ ...link, projectId: 2 })).toString('base64url')
    expect(readMailLink(token, new Uint8Array(32))).toBeUndefined()
    for (const wrong of [`${other}.${signature}`, payload, `${payload}.`, `${token}.x`, '', null])
      expect(readMailLink(wrong, key)).toBeUndefined()
  })
})
