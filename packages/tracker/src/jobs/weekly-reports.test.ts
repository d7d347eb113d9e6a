import { describe, expect, it } from 'vitest'
import type { AlertMember } from '../domain/alert-people.ts'
import { weeklyReportsDue } from './weekly-reports.ts'

const quietHours = { from: 0, to: 60, timeZone: 'Asia/Tokyo' }
const member = (userId: number, settings: AlertMember['settings'], email = 'a@x.io'): AlertMember => ({
  userId,
  email,
  settings,
  wishes: [],
})

describe('weeklyReportsDue()', () => {
  it('ALR-31 is for members who asked for it, on Monday from eight where they are', () => {
    const members = [
      member(1, { weeklyReport: true }),
      member(2, { weeklyReport: true, quietHours }),
      member(3, {}),
      member(4, { weeklyReport: true }, ''),
    ]
    const people = { members, teams: [], ownership: [], unsubscribed: [] }
    const due = (text: string): readonly number[] => weeklyReportsDue(people, Date.parse(text))
    expect(due('2026-11-29T22:59:00Z')).toEqual([])
    expect(due('2026-11-29T23:00:00Z')).toEqual([2])
    expect(due('2026-11-30T08:00:00Z')).toEqual([1, 2])
    expect(due('2026-12-01T08:00:00Z')).toEqual([])
  })
})
