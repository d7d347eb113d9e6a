import { describe, expect, it } from 'vitest'
import { checkMailOptions, recipients } from './check-options.ts'
import { MailHandler } from './mail-handler.ts'

const fine = { from: 'Shop <shop@example.com>', to: ['Dev <dev@example.com>', 'ops@example.com'] }

describe('checkMailOptions', () => {
  it.each([
    fine,
    { ...fine, to: 'a@example.com, b@example.com' },
    { ...fine, cap: { perHour: Infinity }, window: { ms: 0 } },
  ])('takes %j', (options) => expect(() => checkMailOptions(options)).not.toThrow())

  const wrong: readonly (readonly [string, object])[] = [
    ['from', { from: undefined }],
    ['from', { from: ' ' }],
    ['from', { from: 'a@example.com\r\nBcc: eve@example.com' }],
    ['to[1]', { to: ['a@example.com', 'b@example.com\nBcc: eve@example.com'] }],
    ['to[0]', { to: [5] }],
    ['to', { to: {} }],
    ['cap.perHour', { cap: { perHour: Number.NaN } }],
    ['cap.perHour', { cap: { perHour: -1 } }],
    ['window.ms', { window: { ms: Number.NaN } }],
    ['queue.maxMails', { queue: { maxMails: -5 } }],
  ]
  it.each(wrong)('names %s in what it refuses: %j', (path, options) =>
    expect(() => new MailHandler({ mailhost: 'mail.x', spoolDir: false, ...fine, ...options })).toThrow(
      `${path}: `,
    ),
  )
})

describe('recipients', () => {
  it('3.3.11: an absent setting is no recipient, which is warned of', () => {
    expect(recipients(undefined)).toEqual([])
    const lines: string[] = []
    const to: unknown = undefined
    const warn = (line: string): unknown => lines.push(line)
    // @ts-expect-error: what JavaScript may pass
    const handler = new MailHandler({ mailhost: 'mail.x', from: 'a@example.com', to, warn, spoolDir: false })
    expect(lines).toEqual([expect.stringContaining('no recipients')])
    return handler.close()
  })
})
