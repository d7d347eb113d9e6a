import { createSmtpSink } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { LogRecord } from '../logging/record.ts'
import { mailHtml } from './mail-html.ts'
import { MailHandler } from './mail-handler.ts'

const text = `RangeError: <b>no</b> stock
    at pay (/srv/app/pay.js:1:1)
    at query (/srv/app/node_modules/pg/lib/client.js:5:1)
    at process.run (node:internal/run:1:1)

-- 
Fingerprint: ${'ab'.repeat(16)}
`

describe('mailHtml()', () => {
  it('shows the same lines, foreign calls in grey, and nothing of it is markup', () => {
    const page = mailHtml('RangeError: <i>', text) ?? ''
    expect(page).toContain('<h1 style="font-size:16px">RangeError: &lt;i&gt;</h1>')
    expect(page).toContain('RangeError: &lt;b&gt;no&lt;/b&gt; stock\n    at pay (/srv/app/pay.js:1:1)\n<span')
    expect(page.match(/<span/g)).toHaveLength(2)
    expect(page).toMatch(/color:#6b7280">Fingerprint: (?:ab){16}<\/pre>/)
    expect(page).not.toMatch(/<(?:script|b|i)>/)
  })

  it('leaves long texts alone', () => {
    expect(mailHtml('x', 'a\n'.repeat(60_000))).toBeUndefined()
  })
})

describe('MailHandler', () => {
  it.each([true, false])(
    'sends a part of HTML beside the text, without secrets, unless it is not wanted: %s',
    async (html) => {
      await using sink = await createSmtpSink()
      const options = { mailhost: sink.url, from: 'shop@x.test', to: 'dev@x.test', spoolDir: false } as const
      const handler = new MailHandler(html ? options : { ...options, html })
      const error = new RangeError('password=hunter2secret <script>')
      handler.handle(new LogRecord({ name: 'shop', levelno: 40, levelname: 'ERROR', msg: 'no stock', error }))
      const [mail] = await sink.waitForMails(1)
      await handler.close()
      expect(mail?.text).toContain('no stock')
      expect(mail?.headers['content-type']).toMatch(html ? /^multipart\/alternative/ : /^text\/plain/)
      expect(mail?.html.includes('&lt;script&gt;')).toBe(html)
      expect(mail?.raw).not.toContain('hunter2secret')
      // One thread in both.
      const thread = mail?.headers['x-error-fingerprint'] ?? 'none'
      expect([mail?.text.includes(thread), mail?.html.includes(thread)]).toEqual([true, html])
    },
  )
})
