import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createWakeTimer } from './wake-timer.ts'

describe('createWakeTimer()', () => {
  it('calls outside of the request that asked for it', async () => {
    const store = new AsyncLocalStorage<string>()
    const timer = createWakeTimer(Date.now)
    const seen: (string | undefined)[] = []
    const note = (): void => void seen.push(store.getStore())
    store.run('request', () => {
      timer.soon(note)
      timer.at(Date.now() + 20, note)
      timer.outside(note)
    })
    await expect.poll(() => seen).toEqual([undefined, undefined, undefined])
  })

  it('calls once, at the earliest time it was told', async () => {
    const timer = createWakeTimer(Date.now)
    const calls: string[] = []
    const now = Date.now()
    timer.at(now + 200, () => calls.push('late'))
    timer.at(now + 20, () => calls.push('early'))
    timer.at(now + 100, () => calls.push('between'))
    await expect.poll(() => calls).toEqual(['early'])
    await sleep(300)
    expect(calls).toEqual(['early'])
    timer.at(Date.now() + 20, () => calls.push('again'))
    timer.cancel()
    await sleep(60)
    expect(calls).toEqual(['early'])
  })
})
