import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs, secondMs } from './instant.ts'
import { admit, digestDueAt, fullBudget, type MessageBudget } from './message-budget.ts'

/** What one destination gets, alert by alert: messages of their own, and digests as they fall due. */
class Reader {
  messages = 0
  digests = 0
  told = 0
  readonly #perHour: number
  #budget: MessageBudget
  #open: { createdAt: number; dueAt: number; alerts: number } | undefined

  constructor(perHour: number) {
    this.#perHour = perHour
    this.#budget = fullBudget(perHour, 0)
  }

  tell(at: number, isRepeat = false): void {
    this.pass(at)
    const { budget, fold } = admit(this.#budget, { at, isRepeat }, this.#perHour)
    this.#budget = budget
    if (fold === undefined) {
      this.messages += 1
      this.told += 1
      return
    }
    const dueAt = digestDueAt({ at, isRepeat }, this.#open)
    this.#open = { createdAt: this.#open?.createdAt ?? at, dueAt, alerts: (this.#open?.alerts ?? 0) + 1 }
  }

  pass(now: number): void {
    if (!this.#open || this.#open.dueAt > now) return
    this.digests += 1
    this.told += this.#open.alerts
    this.#open = undefined
  }
}

describe('admit()', () => {
  it('ALR-29 a hundred thousand new issues in an hour make a bounded number of mails, and none is forgotten', () => {
    const reader = new Reader(60)
    const count = 100_000
    for (let n = 0; n < count; n += 1) reader.tell((n * hourMs) / count)
    reader.pass(2 * hourMs)
    expect(reader.messages).toBeLessThanOrEqual(120)
    expect(reader.digests).toBeLessThanOrEqual(12)
    expect(reader.told).toBe(count)
  })

  it('ALR-29 whatever comes in a day, no hour has more than twice the budget besides digests', () => {
    const reader = new Reader(10)
    let before = 0
    for (let hour = 0; hour < 24; hour += 1) {
      for (let n = 0; n < 500; n += 1) reader.tell(hour * hourMs + n * 7 * secondMs)
      expect(reader.messages - before).toBeLessThanOrEqual(20)
      before = reader.messages
    }
    expect(reader.digests).toBeLessThanOrEqual(24 * 12)
  })

  it('ALR-28 the first alert of a digest waits five minutes, each further one adds half a minute, up to thirty', () => {
    const open = { createdAt: 0, dueAt: digestDueAt({ at: 0, isRepeat: true }) }
    expect(open.dueAt).toBe(5 * minuteMs)
    for (let n = 1; n <= 100; n += 1) open.dueAt = digestDueAt({ at: n, isRepeat: true }, open)
    expect(open.dueAt).toBe(30 * minuteMs)
    expect(digestDueAt({ at: 0, isRepeat: true }, { createdAt: 0, dueAt: 5 * minuteMs })).toBe(5.5 * minuteMs)
  })

  it('ALR-28 repeats wait only for who wants digests, and a first alert never does', () => {
    const budget = { ...fullBudget(5, 0), digests: true }
    expect(admit(budget, { at: 0, isRepeat: false }, 5).fold).toBeUndefined()
    expect(admit(budget, { at: 0, isRepeat: true }, 5).fold).toBe('repeat')
    expect(admit({ ...budget, digests: false }, { at: 0, isRepeat: true }, 5).fold).toBeUndefined()
  })

  it('ALR-29 a clock that was put back gives nothing away', () => {
    const { budget } = admit(
      { tokens: 0, refilledAt: hourMs, digests: false },
      { at: 0, isRepeat: false },
      60,
    )
    expect(admit(budget, { at: minuteMs, isRepeat: false }, 60).fold).toBe('flood')
    const ahead = { tokens: 0, refilledAt: 9000 * hourMs, digests: false }
    const { budget: mended } = admit(ahead, { at: 0, isRepeat: false }, 60)
    expect(admit(mended, { at: minuteMs, isRepeat: false }, 60).fold).toBeUndefined()
  })
})
