import { describe, expect, it } from 'vitest'
import { destinationState, disabledAfter, failingAfter, healthAfter, untried } from './destination.ts'

const failed = { at: 5, outcome: 'failed', problem: 'The server answered 404', test: false } as const

describe('healthAfter()', () => {
  it('CHN-14 is failing after some failed attempts in a row, and working after one that succeeds', () => {
    let health = untried
    expect(destinationState(health)).toBe('untried')
    for (let i = 0; i < failingAfter; i += 1) health = healthAfter(health, { ...failed, outcome: 'retry' })
    expect(destinationState(health)).toBe('failing')
    expect(health).toMatchObject({
      failures: failingAfter,
      lost: 0,
      lastFailedAt: 5,
      lastProblem: failed.problem,
    })
    health = healthAfter(health, { at: 6, outcome: 'delivered', test: false })
    expect(destinationState(health)).toBe('working')
    expect(health).toMatchObject({ failures: 0, lastOkAt: 6, lastFailedAt: 5 })
    expect(health.lastProblem).toBeUndefined()
  })

  it('CHN-14 is switched off when deliveries are given up in a row, not by retries', () => {
    let health = untried
    for (let i = 0; i < 1000; i += 1) health = healthAfter(health, { ...failed, outcome: 'retry' })
    expect(destinationState(health)).toBe('failing')
    for (let i = 0; i < disabledAfter; i += 1) health = healthAfter(health, { ...failed, at: 7 + i })
    expect(destinationState(health)).toBe('disabled')
    expect(health.disabledAt).toBe(7 + disabledAfter - 1)
  })

  it('is not switched off by tests, nor switched on by one that succeeds', () => {
    let health = untried
    for (let i = 0; i < 100; i += 1) health = healthAfter(health, { ...failed, test: true })
    expect(destinationState(health)).toBe('failing')
    health = healthAfter({ ...health, disabledAt: 9 }, { at: 10, outcome: 'delivered', test: true })
    expect(destinationState(health)).toBe('disabled')
  })
})
