import { describe, expect, it } from 'vitest'
import { planDelivery } from './delivery-settings.ts'

const dsn = 'https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@errors.example/sub/7'

describe('planDelivery()', () => {
  it('A1: reads the DSN, and fills in the defaults', () => {
    const plan = planDelivery({ dsn, spoolDir: false })
    expect(plan.target).toMatchObject({ host: 'errors.example', path: '/sub', projectId: '7' })
    expect(plan).toMatchObject({ spoolDir: undefined, proxy: undefined, timeoutMs: 10_000, maxQueue: 500 })
  })

  it.each(['', 'errors.example', 'https://errors.example/7'])('refuses the DSN %j', (text) =>
    expect(() => planDelivery({ dsn: text, spoolDir: false })).toThrow(TypeError),
  )

  it.each(['proxy:3128', 'socks5://proxy', 'nonsense'])('refuses the proxy %j', (proxy) =>
    expect(() => planDelivery({ dsn, spoolDir: false, proxy })).toThrow(TypeError),
  )

  it('takes an empty proxy for none', () => {
    expect(planDelivery({ dsn, spoolDir: false, proxy: '' }).proxy).toBeUndefined()
  })
})
