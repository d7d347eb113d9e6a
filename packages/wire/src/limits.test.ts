import { expect, it } from 'vitest'
import { itemLimitBytes, wireLimits } from './limits.ts'

it('A8: no item may be larger than an envelope, and an unknown one as large', () => {
  for (const type of ['event', 'attachment', 'client_report', 'replay_video', 'profile', 'log', 'span']) {
    expect(itemLimitBytes(type)).toBeLessThanOrEqual(wireLimits.envelopeBytes)
  }
  expect(itemLimitBytes('event')).toBe(1024 * 1024)
  expect(itemLimitBytes('client_report')).toBe(100 * 1024)
  expect(itemLimitBytes('invented tomorrow')).toBe(wireLimits.envelopeBytes)
})
