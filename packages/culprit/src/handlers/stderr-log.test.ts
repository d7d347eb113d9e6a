import { describe, expect, it } from 'vitest'
import { createStderrLog } from './stderr-log.ts'

function linesOf(act: (log: ReturnType<typeof createStderrLog>) => void): string {
  let text = ''
  const now = (): Date => new Date(2026, 10, 22, 9, 3, 20, 45)
  act(createStderrLog('shop', { write: (more) => (text += more), now }))
  return text
}

describe('createStderrLog()', () => {
  it('writes time, level, application and message, then the stack', () => {
    const error = new RangeError('too far')
    const text = linesOf((log) => log.error('Exception on /cart [GET]', error, 'ab12'))
    expect(text).toBe(
      `[2026-11-22 09:03:20,045] ERROR in shop: Exception on /cart [GET] (reference ab12)\n${error.stack}\n`,
    )
  })

  it('writes information on one line', () => {
    expect(linesOf((log) => log.info('gone'))).toBe('[2026-11-22 09:03:20,045] INFO in shop: gone\n')
  })

  it('keeps a message on its line, so that no path can forge another', () => {
    const text = linesOf((log) => log.info('Exception on /\n[2026-11-22] ERROR \u001b[31m'))
    expect(text).toContain('/\\u000a[2026-11-22] ERROR \\u001b[31m\n')
  })

  it('looks the stream up at each write (LOG-4)', () => {
    const log = createStderrLog('shop')
    const { write } = process.stderr
    let text = ''
    process.stderr.write = ((more: string) => (text += more) !== '') as typeof write
    try {
      log.info('here')
    } finally {
      process.stderr.write = write
    }
    expect(text).toMatch(/INFO in shop: here\n$/)
  })
})
